import OCPP

/// Puts a connector, or with connector 0 the whole station, in or out of use. OCPP 1.6, section 5.2.
package struct ChangeAvailability: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ChangeAvailability"
    package var connectorId: Int
    package var type: AvailabilityType

    package init(connectorId: Int, type: AvailabilityType) {
        self.connectorId = connectorId
        self.type = type
    }
}

package enum AvailabilityType: String, Codable, Sendable {
    case operative = "Operative"
    case inoperative = "Inoperative"
}
