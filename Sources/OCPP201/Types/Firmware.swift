package import OCPP

/// A firmware, where it is and how it is signed.
package struct Firmware: Codable, Hashable, Sendable {
    package var location: GrowingText<512, 2000>
    /// ISO 8601.
    package var retrieveDateTime: String
    /// ISO 8601.
    package var installDateTime: String?
    package var signingCertificate: Text<5500>?
    package var signature: Text<800>?

    package init(
        location: GrowingText<512, 2000>, retrieveDateTime: String, installDateTime: String? = nil,
        signingCertificate: Text<5500>? = nil, signature: Text<800>? = nil
    ) {
        self.location = location
        self.retrieveDateTime = retrieveDateTime
        self.installDateTime = installDateTime
        self.signingCertificate = signingCertificate
        self.signature = signature
    }
}
