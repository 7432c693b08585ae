import OCPP

/// Asks which certificates a station holds. OCPP 2.0.1, functional block M.
package struct GetInstalledCertificateIds: Call, Hashable {
    package static let action = "GetInstalledCertificateIds"
    package var certificateType: [InstalledCertificateUse]?

    package init(certificateType: [InstalledCertificateUse]? = nil) {
        self.certificateType = certificateType
    }

    package struct Response: Codable, Hashable, Sendable {
        /// `Accepted` or `NotFound`.
        package var status: String
        package var statusInfo: StatusInfo?
        package var certificateHashDataChain: [CertificateHashDataChain]?

        package init(
            status: String, statusInfo: StatusInfo? = nil, certificateHashDataChain: [CertificateHashDataChain]? = nil
        ) {
            self.status = status
            self.statusInfo = statusInfo
            self.certificateHashDataChain = certificateHashDataChain
        }
    }
}
