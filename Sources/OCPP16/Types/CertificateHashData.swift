package import OCPP

/// Names a certificate by hashes of its issuer and its serial number. OCPP 1.6 security white paper.
package struct CertificateHashData: Codable, Hashable, Sendable {
    package var hashAlgorithm: HashAlgorithm
    package var issuerNameHash: Text<128>
    package var issuerKeyHash: Text<128>
    package var serialNumber: Text<40>

    package init(
        hashAlgorithm: HashAlgorithm, issuerNameHash: Text<128>, issuerKeyHash: Text<128>, serialNumber: Text<40>
    ) {
        self.hashAlgorithm = hashAlgorithm
        self.issuerNameHash = issuerNameHash
        self.issuerKeyHash = issuerKeyHash
        self.serialNumber = serialNumber
    }
}
