package import OCPP

/// A station reports something that matters for its security. OCPP 1.6 security white paper.
package struct SecurityEventNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "SecurityEventNotification"
    /// At most 50 characters.
    package var type: String
    /// ISO 8601 as the station wrote it.
    package var timestamp: String
    /// At most 255 characters.
    package var techInfo: String?

    package init(type: String, timestamp: String, techInfo: String? = nil) {
        self.type = type
        self.timestamp = timestamp
        self.techInfo = techInfo
    }
}
