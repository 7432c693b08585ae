internal import COpenSSL

/// OCPP's CertificateHashData: the name under which a station knows an installed certificate. Made as OCSP makes it
/// (RFC 6960, CertID), all in hexadecimal digits.
package struct CertificateHash: Codable, Hashable, Sendable {
    package var hashAlgorithm: Digest
    /// Over the name of the issuer as it is encoded.
    package var issuerNameHash: String
    /// Over the public key of the issuer, without its algorithm.
    package var issuerKeyHash: String
    package var serialNumber: String

    /// - Parameter issuer: the certificate itself when it is a root.
    package init(
        of certificate: Certificate, issuer: Certificate, algorithm: Digest = .sha256
    ) throws(TrustError) {
        let subject = try X509Handle(certificate)
        let authority = try X509Handle(issuer)
        hashAlgorithm = algorithm
        var name = [UInt8](repeating: 0, count: algorithm.size)
        try check(
            unsafe X509_NAME_digest(X509_get_issuer_name(subject.pointer), algorithm.algorithm, &name, nil),
            "hash the name of an issuer")
        var key = [UInt8](repeating: 0, count: algorithm.size)
        try check(
            unsafe X509_pubkey_digest(authority.pointer, algorithm.algorithm, &key, nil), "hash the key of an issuer")
        (issuerNameHash, issuerKeyHash) = (Hex.text(name), Hex.text(key))
        serialNumber = certificate.serialNumber.hex
    }
}
