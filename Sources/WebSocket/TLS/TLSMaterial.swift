import NIOCore
import NIOSSL
import Synchronization

/// What a listener proves itself with and whom it believes, as it is at the moment.
///
/// New connections take what is current; those that exist keep what they began with.
package final class TLSMaterial: Sendable {
    /// Where everything is read from.
    package struct Source: Hashable, Sendable {
        /// The listener's certificate, and those between it and its root.
        package var certificateChain: PEM
        package var privateKey: PEM
        /// Who may have signed a client's certificate. Needed unless clients are not asked for one.
        package var clientRoots: PEM?
        package var clientVerification: ClientVerification

        package init(
            certificateChain: PEM, privateKey: PEM, clientRoots: PEM? = nil,
            clientVerification: ClientVerification = .none
        ) {
            self.certificateChain = certificateChain
            self.privateKey = privateKey
            self.clientRoots = clientRoots
            self.clientVerification = clientVerification
        }
    }

    package enum ClientVerification: String, Hashable, Sendable {
        /// Clients are not asked for a certificate.
        case none
        /// A client may show one; if it does, it has to be good.
        case optional
        /// Without one there is no connection.
        case required
    }

    private struct State {
        var source: Source
        var context: NIOSSLContext
        var notAfter: Int64
    }

    private let state: Mutex<State>
    /// Whether a client's certificate was withdrawn, by its serial number in lower-case hexadecimal digits.
    let isRevoked: @Sendable (String) -> Bool

    /// Reads everything once; blocks on the disk for a moment.
    package init(
        _ source: Source, isRevoked: @escaping @Sendable (String) -> Bool = { _ in false }
    ) throws(TLSMaterialError) {
        state = Mutex(try Self.load(source))
        self.isRevoked = isRevoked
    }

    /// When the listener's certificate ends, in seconds since 1970.
    package var notAfter: Int64 { state.withLock { $0.notAfter } }

    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Reads everything again, away from the event loops. When something is wrong with it, what was there stays.
    ///
    /// Throws a `TLSMaterialError` without saying so: a caller that awaits an error of this size makes the optimiser of
    /// Swift 6.3 crash while it splits the coroutine.
    @concurrent package func reload() async throws {
        try replace(state.withLock { $0.source })
    }

    /// The same from another source.
    @concurrent package func reload(_ source: Source) async throws {
        try replace(source)
    }

    private func replace(_ source: Source) throws(TLSMaterialError) {
        let new = try Self.load(source)
        state.withLock { $0 = new }
    }

    private static func load(_ source: Source) throws(TLSMaterialError) -> State {
        let chain = try source.certificateChain.certificates("the certificate")
        let key = try source.privateKey.privateKey("the private key")
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = CipherSuites.server
        // A wallbox that does not answer a goodbye must not hold its socket for long.
        configuration.shutdownTimeout = .seconds(1)
        if source.clientVerification != .none {
            guard let roots = source.clientRoots else {
                throw TLSMaterialError(
                    what: "the client CA", place: "the configuration",
                    cause: "clients are asked for certificates and nobody is trusted to sign them",
                    advice: "Name the file with the client CA's certificate")
            }
            configuration.trustRoots = .certificates(try roots.certificates("the client CA"))
            configuration.certificateVerification =
                source.clientVerification == .required ? .noHostnameVerification : .optionalVerification
            configuration.sendCANameList = true
        }
        do {
            let context = try NIOSSLContext(configuration: configuration)
            return State(source: source, context: context, notAfter: Int64(chain[0].notValidAfter))
        } catch {
            throw TLSMaterialError(
                what: "the private key", place: source.privateKey.place,
                cause: "it does not belong to the first certificate in \(source.certificateChain.place)",
                advice: "Put the listener's own certificate first, and the key it was made with here")
        }
    }
}

/// The ways to encrypt that are offered.
enum CipherSuites {
    private static let forward = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ]
    /// OCPP's security white paper demands the last two of a central system, and old wallboxes have no others.
    private static let plainRSA = ["AES128-GCM-SHA256", "AES256-GCM-SHA384"]

    static let server = (forward + plainRSA).joined(separator: ":")
}
