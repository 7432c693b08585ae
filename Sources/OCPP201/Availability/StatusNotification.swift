package import OCPP

/// A connector reports its state. OCPP 2.0.1, functional block G.
package struct StatusNotification: Call, Hashable {
    package typealias Response = Empty
    package static let action = "StatusNotification"
    /// ISO 8601.
    package var timestamp: String
    package var connectorStatus: ConnectorStatus
    /// From 1.
    package var evseId: Int
    /// From 1; OCPP 2 has no connector 0.
    package var connectorId: Int

    package init(timestamp: String, connectorStatus: ConnectorStatus, evseId: Int, connectorId: Int) {
        self.timestamp = timestamp
        self.connectorStatus = connectorStatus
        self.evseId = evseId
        self.connectorId = connectorId
    }
}
