internal import COpenSSL

/// A station's request for a certificate (PKCS #10) that may be signed: it is small, its key is strong enough, and the
/// station has the private half, since the request is signed with it.
///
/// Whether the station may have a certificate of this name is for the caller to decide. What extensions the request
/// asks for is not looked at: the site CA puts in its own.
package struct SigningRequest: Hashable, Sendable {
    package let commonName: String
    package let organisation: String?
    package let subject: DistinguishedName
    package let key: PublicKey
    let der: [UInt8]

    /// `SignCertificate.csr` of OCPP 1.6 and 2.0.1.
    package static let maximumCharacters = 5500

    package static func inspect(_ pem: String) throws(TrustError) -> SigningRequest {
        guard pem.utf8.count <= maximumCharacters else {
            throw TrustError(
                .tooLarge,
                "The signing request has \(pem.utf8.count) characters, and \(maximumCharacters) are allowed.",
                hint: "The station must ask for fewer extensions or use a smaller key.")
        }
        let labels: Set = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"]
        guard let blocks = PEM.blocks(pem, limit: 1), let block = blocks.first, labels.contains(block.label) else {
            throw TrustError(
                .malformed, "This is no certificate signing request in PEM form.",
                hint: "It must begin with -----BEGIN CERTIFICATE REQUEST----- and be whole.")
        }
        return try SigningRequest(der: block.der)
    }

    private init(der: [UInt8]) throws(TrustError) {
        self.der = der
        let handle = try RequestHandle(der: der)
        subject = unsafe DistinguishedName(borrowing: X509_REQ_get_subject_name(handle.pointer))
        let publicKey = unsafe X509_REQ_get0_pubkey(handle.pointer)
        key = unsafe PublicKey(borrowing: publicKey)
        guard key.isSuitable else {
            throw TrustError(
                .unsuitableKey, "The signing request has a key of the kind \(key).",
                hint: "The station must use RSA from 2048 to 8192 bits, or one of the curves P-224 to P-521.")
        }
        let isSigned = unsafe X509_REQ_verify(handle.pointer, publicKey) == 1
        ERR_clear_error()
        guard isSigned else {
            throw TrustError(
                .badSignature, "The signature of the signing request does not belong to its key.",
                hint: "Let the station make a new key pair and a new request.")
        }
        guard let name = subject.commonName, !name.isEmpty, !name.contains("\0") else {
            throw TrustError(
                .malformed, "The signing request does not say whom it is for.",
                hint: "Its subject must have one common name (CN), the serial number of the station.")
        }
        (commonName, organisation) = (name, subject.organisation)
    }
}
