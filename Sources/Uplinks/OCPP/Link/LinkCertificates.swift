package import Charging
import Trust

/// The certificates of a link, as its door hands them on: the client certificate is renewed by the CSMS, and whom the
/// box trusts is set at the site.
package struct LinkCertificates: LegCertificates {
    private let identity: ClientIdentity
    private let link: any LinkActions
    private let wallClock: any WallClock

    package init(_ identity: ClientIdentity, link: any LinkActions, wallClock: any WallClock) {
        self.identity = identity
        self.link = link
        self.wallClock = wallClock
    }

    package func deliver(chain: String) async -> LegCertificateOutcome {
        do throws(TrustError) {
            try identity.install(chain, at: wallClock.now.at.seconds)
        } catch {
            return error.reason == .unwritable ? .failed(error.description) : .refused(error.description)
        }
        await link.reconnect()
        return .done
    }

    package func requestCertificate() async { await link.trigger(.certificate) }

    package func install(root: String) async -> LegCertificateOutcome {
        .refused("Which roots prove this CSMS is set at the site, in a file.")
    }

    package func delete(_ name: CertificateName) async -> LegCertificateOutcome { .unknown }
    package func roots() async -> [CertificateName] { [] }
}
