/// Names a certificate and those beneath it.
package struct CertificateHashDataChain: Codable, Hashable, Sendable {
    package var certificateHashData: CertificateHashData
    package var certificateType: InstalledCertificateUse
    /// At most 4.
    package var childCertificateHashData: [CertificateHashData]?

    package init(
        certificateHashData: CertificateHashData, certificateType: InstalledCertificateUse,
        childCertificateHashData: [CertificateHashData]? = nil
    ) {
        self.certificateHashData = certificateHashData
        self.certificateType = certificateType
        self.childCertificateHashData = childCertificateHashData
    }
}
