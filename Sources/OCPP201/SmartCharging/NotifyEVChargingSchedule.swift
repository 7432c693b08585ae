import OCPP

/// A station passes on how a car means to charge (ISO 15118). OCPP 2.0.1, functional block K.
package struct NotifyEVChargingSchedule: Call, Hashable {
    package static let action = "NotifyEVChargingSchedule"
    /// ISO 8601.
    package var timeBase: String
    package var chargingSchedule: ChargingSchedule
    package var evseId: Int

    package init(timeBase: String, chargingSchedule: ChargingSchedule, evseId: Int) {
        self.timeBase = timeBase
        self.chargingSchedule = chargingSchedule
        self.evseId = evseId
    }

    package struct Response: Codable, Hashable, Sendable {
        package var status: GenericStatus
        package var statusInfo: StatusInfo?

        package init(status: GenericStatus, statusInfo: StatusInfo? = nil) {
            self.status = status
            self.statusInfo = statusInfo
        }
    }
}
