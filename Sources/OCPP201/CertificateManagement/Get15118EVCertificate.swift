package import OCPP

/// A station asks for a car's contract certificate to be installed or renewed. OCPP 2.0.1, functional block M.
package struct Get15118EVCertificate: Call, Hashable {
    package static let action = "Get15118EVCertificate"
    /// At most 50 characters.
    package var iso15118SchemaVersion: String
    package var action: CertificateAction
    /// At most 5600 characters.
    package var exiRequest: String

    package init(iso15118SchemaVersion: String, action: CertificateAction, exiRequest: String) {
        self.iso15118SchemaVersion = iso15118SchemaVersion
        self.action = action
        self.exiRequest = exiRequest
    }

    package struct Response: Codable, Hashable, Sendable {
        package var status: EVCertificateStatus
        package var exiResponse: GrowingText<7500, 17000>
        package var statusInfo: StatusInfo?

        package init(
            status: EVCertificateStatus, exiResponse: GrowingText<7500, 17000>, statusInfo: StatusInfo? = nil
        ) {
            self.status = status
            self.exiResponse = exiResponse
            self.statusInfo = statusInfo
        }
    }
}
