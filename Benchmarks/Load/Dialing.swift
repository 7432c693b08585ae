import NIOCore
import NIOSSL

/// Where the stations of a run connect to, and the TLS context that all of them share.
struct Dialing: Sendable {
    let address: SocketAddress
    private let tls: NIOSSLContext?

    init(_ options: LoadOptions) throws {
        address = try SocketAddress.makeAddressResolvingHost(options.host, port: options.port)
        tls = options.tls ? try Self.context(ca: options.ca) : nil
    }

    private static func context(ca: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let ca {
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(ca))
        } else {
            configuration.certificateVerification = .none
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// `nil` where no TLS is spoken. The certificate must be for the address, since stations of the load know no name.
    func tlsHandler() throws -> NIOSSLClientHandler? {
        try tls.map { try NIOSSLClientHandler(context: $0, serverHostname: nil) }
    }
}
