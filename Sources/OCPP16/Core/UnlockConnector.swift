import OCPP

/// Opens the lock of a connector. OCPP 1.6, section 5.18.
package struct UnlockConnector: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "UnlockConnector"
    package var connectorId: Int

    package init(connectorId: Int) {
        self.connectorId = connectorId
    }
}
