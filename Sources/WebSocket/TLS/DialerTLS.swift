import NIOCore
import NIOSSL

/// Whom a dialer believes to be a server, and what it proves itself with. Made once and used for many dials.
package final class DialerTLS: Sendable {
    package enum Version: String, Hashable, Sendable {
        case v10, v11, v12, v13
    }

    let context: NIOSSLContext
    /// The name the server is asked for and measured by; the URL's host when `nil`.
    let serverName: String?

    /// `roots` are the certificates that are trusted, instead of the operating system's, and `moreRoots` are trusted
    /// besides. Reads files, if any, at once.
    package init(
        roots: PEM? = nil, moreRoots: PEM? = nil, serverName: String? = nil, certificateChain: PEM? = nil,
        privateKey: PEM? = nil,
        verifiesServer: Bool = true, verifiesHostname: Bool = true, minimumVersion: Version = .v12,
        maximumVersion: Version = .v13
    ) throws(TLSMaterialError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = minimumVersion.tls
        configuration.maximumTLSVersion = maximumVersion.tls
        configuration.shutdownTimeout = .seconds(1)
        configuration.certificateVerification =
            !verifiesServer ? .none : verifiesHostname ? .fullVerification : .noHostnameVerification
        if let roots { configuration.trustRoots = .certificates(try roots.certificates("the trusted CA")) }
        if let moreRoots {
            configuration.additionalTrustRoots = [.certificates(try moreRoots.certificates("the installed CA"))]
        }
        if let certificateChain, let privateKey {
            configuration.certificateChain = try certificateChain.certificates("the client certificate")
                .map { .certificate($0) }
            configuration.privateKey = .privateKey(try privateKey.privateKey("the client's private key"))
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSMaterialError(
                what: "the client's private key", place: privateKey?.place ?? "the configuration",
                cause: "it does not belong to the client certificate",
                advice: "Use the key that the certificate was made with")
        }
        self.serverName = serverName
    }

    /// What the operating system trusts, the name verified, no client certificate.
    static let standard = Result { () throws(TLSMaterialError) in try DialerTLS() }

    func handler(host: String) throws -> NIOSSLClientHandler {
        let name = serverName ?? host
        // An address is no name to ask for; it is still compared with the certificate's.
        return try NIOSSLClientHandler(context: context, serverHostname: IPAddress(name) == nil ? name : nil)
    }
}

extension DialerTLS.Version {
    fileprivate var tls: TLSVersion {
        switch self {
        case .v10: .tlsv1
        case .v11: .tlsv11
        case .v12: .tlsv12
        case .v13: .tlsv13
        }
    }
}
