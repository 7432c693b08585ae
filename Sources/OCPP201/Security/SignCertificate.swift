import OCPP

/// A station asks for its key to be certified. OCPP 2.0.1, functional block A.
package struct SignCertificate: Call, Hashable {
    package static let action = "SignCertificate"
    /// At most 5500 characters.
    package var csr: String
    package var certificateType: CertificateSigningUse?
    /// OCPP 2.1: comes back with the certificate.
    package var requestId: Int?

    package init(csr: String, certificateType: CertificateSigningUse? = nil, requestId: Int? = nil) {
        self.csr = csr
        self.certificateType = certificateType
        self.requestId = requestId
    }

    package struct Response: Codable, Hashable, Sendable {
        package var status: GenericStatus
        package var statusInfo: StatusInfo?

        package init(status: GenericStatus, statusInfo: StatusInfo? = nil) {
            self.status = status
            self.statusInfo = statusInfo
        }
    }
}
