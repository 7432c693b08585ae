package import OCPP

/// A station asks for the revocation state of a certificate. OCPP 2.0.1, functional block M.
package struct GetCertificateStatus: Call, Hashable {
    package static let action = "GetCertificateStatus"
    package var ocspRequestData: OCSPRequestData

    package init(ocspRequestData: OCSPRequestData) {
        self.ocspRequestData = ocspRequestData
    }

    package struct Response: Codable, Hashable, Sendable {
        package var status: CertificateStatus
        package var statusInfo: StatusInfo?
        package var ocspResult: GrowingText<5500, 18000>?

        package init(
            status: CertificateStatus, statusInfo: StatusInfo? = nil, ocspResult: GrowingText<5500, 18000>? = nil
        ) {
            self.status = status
            self.statusInfo = statusInfo
            self.ocspResult = ocspResult
        }
    }
}
