package import OCPP

/// A station reports what happened to its components. OCPP 2.0.1, functional block N.
package struct NotifyEvent: Call, Hashable {
    package typealias Response = Empty
    package static let action = "NotifyEvent"
    /// ISO 8601.
    package var generatedAt: String
    package var seqNo: Int
    package var eventData: [EventData]
    /// More parts follow.
    package var tbc: Bool?

    package init(generatedAt: String, seqNo: Int, eventData: [EventData], tbc: Bool? = nil) {
        self.generatedAt = generatedAt
        self.seqNo = seqNo
        self.eventData = eventData
        self.tbc = tbc
    }
}
