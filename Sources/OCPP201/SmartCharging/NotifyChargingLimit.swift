package import OCPP

/// A station reports a limit that came from elsewhere, the grid operator for example. OCPP 2.0.1, functional block K.
package struct NotifyChargingLimit: Call, Hashable {
    package typealias Response = Empty
    package static let action = "NotifyChargingLimit"
    package var chargingLimit: ChargingLimit
    package var chargingSchedule: [ChargingSchedule]?
    package var evseId: Int?

    package init(chargingLimit: ChargingLimit, chargingSchedule: [ChargingSchedule]? = nil, evseId: Int? = nil) {
        self.chargingLimit = chargingLimit
        self.chargingSchedule = chargingSchedule
        self.evseId = evseId
    }
}
