import ArgumentParser
import Simulator

/// How simulated wallboxes prove who they are over TLS, and whom they believe.
struct WallboxSecurity: ParsableArguments {
    @Option(help: "A file with the CA that signs the gateway's certificate; else what this machine trusts.")
    var ca: String?

    @Flag(help: "Believe any certificate, for a first try only.")
    var insecure = false

    @Option(help: "A file with the wallbox's own certificate, for security profile 3.")
    var certificate: String?

    @Option(help: "A file with the key of that certificate.")
    var key: String?

    func validate() throws {
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key belong together.")
        }
        guard ca == nil || !insecure else { throw ValidationError("Give --ca or --insecure, not both.") }
    }

    func apply(to configuration: inout SimulatedWallbox.Configuration) throws {
        do {
            try configuration.secure(ca: ca, believesAnybody: insecure, certificate: certificate, key: key)
        } catch {
            throw Failure(.notAsked, "\(error)")
        }
    }
}
