import OCPP

/// Restarts a station or one of its EVSEs. OCPP 2.0.1, functional block B.
///
/// It is answered `Accepted`, `Rejected` or `Scheduled`.
package struct Reset: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "Reset"
    package var type: ResetType
    package var evseId: Int?

    package init(type: ResetType, evseId: Int? = nil) {
        self.type = type
        self.evseId = evseId
    }
}
