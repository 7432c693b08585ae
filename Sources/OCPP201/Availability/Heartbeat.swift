import OCPP

/// A station says that it is there, and is told the time. OCPP 2.0.1, functional block G.
package struct Heartbeat: Call, Hashable {
    package static let action = "Heartbeat"

    package init() {}

    package struct Response: Codable, Hashable, Sendable {
        /// ISO 8601 in UTC.
        package var currentTime: String

        package init(currentTime: String) {
            self.currentTime = currentTime
        }
    }
}
