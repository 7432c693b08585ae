import OCPP

/// Asks which root certificates a station holds. OCPP 1.6 security white paper.
package struct GetInstalledCertificateIds: Call, Hashable {
    package static let action = "GetInstalledCertificateIds"
    package var certificateType: CertificateUse

    package init(certificateType: CertificateUse) {
        self.certificateType = certificateType
    }

    package struct Response: Codable, Hashable, Sendable {
        /// `Accepted` or `NotFound`.
        package var status: String
        package var certificateHashData: [CertificateHashData]?

        package init(status: String, certificateHashData: [CertificateHashData]? = nil) {
            self.status = status
            self.certificateHashData = certificateHashData
        }
    }
}
