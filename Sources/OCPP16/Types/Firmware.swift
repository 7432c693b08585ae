package import OCPP

/// A firmware, where it is and how it is signed. OCPP 1.6 security white paper.
package struct Firmware: Codable, Hashable, Sendable {
    package var location: Text<512>
    /// ISO 8601; not to be fetched before.
    package var retrieveDateTime: String
    /// PEM.
    package var signingCertificate: Text<5500>
    /// Base64.
    package var signature: Text<800>
    /// ISO 8601; not to be installed before.
    package var installDateTime: String?

    package init(
        location: Text<512>, retrieveDateTime: String, signingCertificate: Text<5500>, signature: Text<800>,
        installDateTime: String? = nil
    ) {
        self.location = location
        self.retrieveDateTime = retrieveDateTime
        self.signingCertificate = signingCertificate
        self.signature = signature
        self.installDateTime = installDateTime
    }
}
