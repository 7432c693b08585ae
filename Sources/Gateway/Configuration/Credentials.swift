package import Charging
import FoundationEssentials

/// What systemd hands to the daemon with `LoadCredential=`.
package enum Credentials {
    /// Where the files are; `nil` when systemd did not start this process.
    package static var directory: String? { ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"] }
}

extension ChargeReportSection {
    /// The file the API key is in; `nil` for a credential when systemd did not start this process.
    package var keyPath: String? {
        if let keyFile { return keyFile }
        guard let keyCredential, let directory = Credentials.directory else { return nil }
        return "\(directory)/\(keyCredential)"
    }
}

extension CSMSSection {
    /// The file a station's token is in; `nil` for a credential when systemd did not start this process.
    package func tokenPath(of station: StationID) -> String? {
        if let tokenFile { return filled(tokenFile, for: station) }
        guard let tokenCredential, let directory = Credentials.directory else { return nil }
        return "\(directory)/\(filled(tokenCredential, for: station))"
    }
}
