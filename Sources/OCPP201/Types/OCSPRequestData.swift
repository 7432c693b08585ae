/// Names a certificate for an OCSP request.
package struct OCSPRequestData: Codable, Hashable, Sendable {
    package var hashAlgorithm: HashAlgorithm
    /// At most 128 characters.
    package var issuerNameHash: String
    /// At most 128 characters.
    package var issuerKeyHash: String
    /// At most 40 characters.
    package var serialNumber: String
    /// At most 512 characters.
    package var responderURL: String

    package init(
        hashAlgorithm: HashAlgorithm, issuerNameHash: String, issuerKeyHash: String, serialNumber: String,
        responderURL: String
    ) {
        self.hashAlgorithm = hashAlgorithm
        self.issuerNameHash = issuerNameHash
        self.issuerKeyHash = issuerKeyHash
        self.serialNumber = serialNumber
        self.responderURL = responderURL
    }
}
