import OCPP

/// Opens the lock of a connector. OCPP 2.0.1, functional block F.
///
/// It is answered `Unlocked`, `UnlockFailed`, `OngoingAuthorizedTransaction` or `UnknownConnector`.
package struct UnlockConnector: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "UnlockConnector"
    package var evseId: Int
    package var connectorId: Int

    package init(evseId: Int, connectorId: Int) {
        self.evseId = evseId
        self.connectorId = connectorId
    }
}
