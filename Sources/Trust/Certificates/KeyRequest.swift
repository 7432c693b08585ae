internal import COpenSSL

/// A key of this box that waits for its certificate: it asks with a signing request (PKCS #10), as stations do.
package struct KeyRequest: Sendable, CustomStringConvertible {
    /// For `SignCertificate.csr`.
    package let requestPEM: String
    /// PKCS #8, not encrypted.
    package let privateKeyPEM: String

    /// Without the key, so that it cannot get into a log by accident.
    package var description: String { "a signing request with its private key" }

    private static let maximumBytes = 20_000

    /// Makes a new key on the curve P-256, and the request for it.
    package static func make(commonName: String, organisation: String?) throws(TrustError) -> KeyRequest {
        let key = try Key.generate(.ellipticCurve)
        guard let request = unsafe X509_REQ_new() else { throw .library("begin a signing request") }
        defer { unsafe X509_REQ_free(request) }
        let organisation = organisation.map { [(label: "O", value: $0)] } ?? []
        let name = try unsafe makeName(organisation + [("CN", commonName)])
        defer { unsafe X509_NAME_free(name) }
        try check(unsafe X509_REQ_set_version(request, 0), "begin a signing request")
        try check(unsafe X509_REQ_set_subject_name(request, name), "write a name")
        try check(unsafe X509_REQ_set_pubkey(request, key.pointer), "set a public key")
        guard unsafe X509_REQ_sign(request, key.pointer, EVP_sha256()) > 0 else {
            throw .library("sign a signing request")
        }
        let der = try unsafe encode("a signing request") { unsafe i2d_X509_REQ(request, $0) }
        return KeyRequest(requestPEM: PEM.text("CERTIFICATE REQUEST", der), privateKeyPEM: try key.pem)
    }

    /// `nil` when no such file was written.
    package static func load(_ path: String) throws(TrustError) -> KeyRequest? {
        guard let bytes = try PrivateFile.read(path, limit: maximumBytes) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self), let blocks = PEM.blocks(text, limit: 2),
            blocks.map(\.label) == ["PRIVATE KEY", "CERTIFICATE REQUEST"]
        else { throw PrivateFile.unreadable(path, "it does not hold one private key and its signing request") }
        return KeyRequest(
            requestPEM: PEM.text("CERTIFICATE REQUEST", blocks[1].der),
            privateKeyPEM: PEM.text("PRIVATE KEY", blocks[0].der))
    }

    package func save(_ path: String) throws(TrustError) {
        try PrivateFile.replace(path, with: Array((privateKeyPEM + requestPEM).utf8))
    }
}
