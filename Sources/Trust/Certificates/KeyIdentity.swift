internal import COpenSSL

/// A certificate of this box with those between it and its root, and the key it was made for. In one file, so that a
/// power cut cannot leave one of them with another's partner.
package struct KeyIdentity: Sendable, CustomStringConvertible {
    package let chain: [Certificate]
    private let privateKeyPEM: String

    package var description: String { "\(chain[0].subject) with its private key" }

    private static let maximumBytes = 40_000

    /// - Parameter chainPEM: what came of the request, the certificate first.
    package init(chainPEM: String, for request: KeyRequest) throws(TrustError) {
        try self.init(chain: try Certificate.chain(pem: chainPEM), privateKeyPEM: request.privateKeyPEM)
    }

    private init(chain: [Certificate], privateKeyPEM: String) throws(TrustError) {
        guard let block = PEM.blocks(privateKeyPEM, limit: 1)?.first else { throw Self.foreign }
        let key = try Key(der: block.der)
        let handle = try X509Handle(chain[0])
        let belongs = unsafe X509_check_private_key(handle.pointer, key.pointer) == 1
        ERR_clear_error()
        guard belongs else { throw Self.foreign }
        self.chain = chain
        self.privateKeyPEM = privateKeyPEM
    }

    /// `nil` when no such file was written.
    package static func load(_ path: String) throws(TrustError) -> KeyIdentity? {
        guard let bytes = try PrivateFile.read(path, limit: maximumBytes) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self), let blocks = PEM.blocks(text, limit: 11),
            blocks.first?.label == "PRIVATE KEY", blocks.count > 1,
            blocks.dropFirst().allSatisfy({ $0.label == "CERTIFICATE" })
        else { throw PrivateFile.unreadable(path, "it does not hold one private key and its certificates") }
        var chain: [Certificate] = []
        for block in blocks.dropFirst() { chain.append(try Certificate(der: block.der)) }
        return try KeyIdentity(chain: chain, privateKeyPEM: PEM.text("PRIVATE KEY", blocks[0].der))
    }

    package func save(_ path: String) throws(TrustError) {
        let text = chain.reduce(privateKeyPEM) { $0 + $1.pem }
        try PrivateFile.replace(path, with: Array(text.utf8))
    }

    private static var foreign: TrustError {
        TrustError(
            .unsuitableKey, "The certificate does not belong to the key that it was asked for.",
            hint: "Have the certificate made from the latest signing request.")
    }
}
