import OCPP

/// A station asks for its key to be certified. OCPP 1.6 security white paper.
package struct SignCertificate: Call, Hashable {
    package static let action = "SignCertificate"
    /// PEM. At most 5500 characters.
    package var csr: String

    package init(csr: String) {
        self.csr = csr
    }

    package struct Response: Codable, Hashable, Sendable {
        package var status: GenericStatus

        package init(status: GenericStatus) {
            self.status = status
        }
    }
}
