package import Charging
package import Trust
import WebSocket

/// The certificates of a link, as its door hands them on: the client certificate is renewed by the CSMS, and the CSMS
/// may have itself trusted by further roots than those that the site has set.
package struct LinkCertificates: LegCertificates {
    private let identity: ClientIdentity?
    private let roots: LinkRoots?
    private let link: any LinkActions
    private let wallClock: any WallClock
    /// Whether the CSMS is believed to be itself when nothing is installed but these.
    private let proves: @Sendable ([Certificate]) async -> Bool

    /// - Parameters:
    ///   - identity: `nil` where the box shows no certificate, or a person renews it.
    ///   - roots: `nil` where no TLS is spoken.
    package init(
        _ identity: ClientIdentity?, roots: LinkRoots?, link: any LinkActions, wallClock: any WallClock,
        proves: @escaping @Sendable ([Certificate]) async -> Bool
    ) {
        self.identity = identity
        self.roots = roots
        self.link = link
        self.wallClock = wallClock
        self.proves = proves
    }

    /// `nil` where the connection has neither a certificate nor roots.
    init?(
        _ configuration: LinkConfiguration, link: any LinkActions, clock: any Clock<Duration>,
        wallClock: any WallClock
    ) {
        guard configuration.clientIdentity != nil || configuration.roots != nil else { return nil }
        self.init(
            configuration.clientIdentity, roots: configuration.roots, link: link, wallClock: wallClock,
            proves: { await configuration.isProven(by: $0, clock: clock) })
    }

    private var now: Int64 { wallClock.now.at.seconds }

    // The client certificate

    package var isRenewed: Bool { identity != nil }

    package func deliver(chain: String) async -> LegCertificateOutcome {
        guard let identity else { return .refused("This connection does not renew a client certificate.") }
        do throws(TrustError) {
            try identity.install(chain, at: now)
        } catch {
            return LegCertificateOutcome(error)
        }
        await link.reconnect()
        return .done
    }

    package func requestCertificate() async { await link.trigger(.certificate) }

    // Roots

    package func install(root: String) async -> LegCertificateOutcome {
        guard let roots else { return .refused("This connection speaks no TLS, so that no root proves anything.") }
        do throws(TrustError) {
            try roots.install(root, at: now)
        } catch {
            return LegCertificateOutcome(error)
        }
        return .done
    }

    /// A root without which the CSMS could not prove itself any more stays: nobody could install another one then.
    package func delete(_ name: CertificateName) async -> LegCertificateOutcome {
        guard let roots else { return .unknown }
        let installed = roots.installed
        guard let root = installed.first(where: { name.names($0) }) else {
            guard roots.others.contains(where: { name.names($0) }) else { return .unknown }
            return .refused("That root is set at the site, in a file.")
        }
        guard await proves(installed.filter { $0 != root }) else {
            return .refused("Without that root the CSMS could not prove itself any more.")
        }
        do throws(TrustError) {
            try roots.remove(root)
        } catch {
            return LegCertificateOutcome(error)
        }
        return .done
    }

    package func roots() async -> [CertificateName] {
        guard let roots else { return [] }
        return (roots.others + roots.installed).compactMap { CertificateName($0) }
    }
}

extension LegCertificateOutcome {
    /// Where the fault lies: with what was sent, or with the box.
    fileprivate init(_ error: TrustError) {
        switch error.reason {
        case .unwritable: self = .failed("It cannot be kept on this box.")
        case .unreadable, .library: self = .failed("It cannot be looked at on this box.")
        default: self = .refused(error.description)
        }
    }
}

extension LinkConfiguration {
    /// Knocks, without a name and without a password: whether the CSMS lets nobody in says TLS has come about.
    fileprivate func isProven(by installed: [Certificate], clock: any Clock<Duration>) async -> Bool {
        let files = clientIdentity?.files(tls).files ?? tls
        let bundle = installed.isEmpty ? nil : PEM.text(RootBundle(installed).pem)
        guard let tls = try? files.dialer(moreRoots: bundle) else { return false }
        do {
            try await Dialer(clock: clock, tls: tls).connect(url: address.origin) { _ in }
            return true
        } catch DialError.refused {
            return true
        } catch {
            return false
        }
    }
}

extension CertificateName {
    fileprivate func names(_ root: Certificate) -> Bool {
        CertificateName(root, algorithm: algorithm).map(isSame(as:)) == true
    }
}
