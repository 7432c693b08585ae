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
        /// A second certificate, with an RSA key, for clients that can make nothing of the first one.
        package var rsa: Identity?
        /// Who may have signed a client's certificate. Needed unless clients are not asked for one.
        package var clientRoots: PEM?
        package var clientVerification: ClientVerification

        package init(
            certificateChain: PEM, privateKey: PEM, rsa: Identity? = nil, clientRoots: PEM? = nil,
            clientVerification: ClientVerification = .none
        ) {
            self.certificateChain = certificateChain
            self.privateKey = privateKey
            self.rsa = rsa
            self.clientRoots = clientRoots
            self.clientVerification = clientVerification
        }
    }

    /// A certificate with those between it and its root, and its key.
    package struct Identity: Hashable, Sendable {
        package var certificateChain: PEM
        package var privateKey: PEM

        package init(certificateChain: PEM, privateKey: PEM) {
            self.certificateChain = certificateChain
            self.privateKey = privateKey
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

    /// A certificate that is ready to be shown.
    private struct Proof {
        var context: NIOSSLContext
        var kind: KeyKind
        var notAfter: Int64
    }

    private struct State {
        var source: Source
        var first: Proof
        var rsa: Proof?
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
    package var notAfter: Int64 { state.withLock { $0.first.notAfter } }
    /// The same of the second one, if there is one.
    package var rsaNotAfter: Int64? { state.withLock { $0.rsa?.notAfter } }

    /// The context with the certificate that suits a client; the first one where nothing is known of it.
    func context(for hello: ClientHello?) -> NIOSSLContext {
        state.withLock { state in
            guard let hello, let rsa = state.rsa, !state.first.kind.suits(hello) else { return state.first.context }
            return rsa.context
        }
    }

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
        let first = Identity(certificateChain: source.certificateChain, privateKey: source.privateKey)
        var state = State(source: source, first: try load(first, of: source, "the certificate", "the private key"))
        guard let second = source.rsa else { return state }
        let rsa = try load(second, of: source, "the RSA certificate", "the RSA certificate's private key")
        guard rsa.kind == .rsa else {
            throw TLSMaterialError(
                what: "the RSA certificate", place: second.certificateChain.place, cause: "its key is no RSA key",
                advice: "Put the certificate that has an RSA key here, and the other one into certificate and key")
        }
        state.rsa = rsa
        return state
    }

    private static func load(
        _ identity: Identity, of source: Source, _ certificateName: String, _ keyName: String
    ) throws(TLSMaterialError) -> Proof {
        let chain = try identity.certificateChain.certificates(certificateName)
        let key = try identity.privateKey.privateKey(keyName)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = CipherSuites.server
        // A wallbox that does not answer a goodbye must not hold its socket for long.
        configuration.shutdownTimeout = .seconds(1)
        try configuration.askClients(as: source)
        do {
            let context = try NIOSSLContext(configuration: configuration)
            return Proof(context: context, kind: KeyKind(chain[0]), notAfter: Int64(chain[0].notValidAfter))
        } catch {
            throw TLSMaterialError(
                what: keyName, place: identity.privateKey.place,
                cause: "it does not belong to the first certificate in \(identity.certificateChain.place)",
                advice: "Put the listener's own certificate first, and the key it was made with here")
        }
    }
}

extension TLSConfiguration {
    fileprivate mutating func askClients(as source: TLSMaterial.Source) throws(TLSMaterialError) {
        guard source.clientVerification != .none else { return }
        guard let roots = source.clientRoots else {
            throw TLSMaterialError(
                what: "the client CA", place: "the configuration",
                cause: "clients are asked for certificates and nobody is trusted to sign them",
                advice: "Name the file with the client CA's certificate")
        }
        trustRoots = .certificates(try roots.certificates("the client CA"))
        certificateVerification =
            source.clientVerification == .required ? .noHostnameVerification : .optionalVerification
        sendCANameList = true
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
