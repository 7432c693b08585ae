import OCPP

/// Asks a station what all its charging profiles together allow. OCPP 2.0.1, functional block K.
package struct GetCompositeSchedule: Call, Hashable {
    package static let action = "GetCompositeSchedule"
    /// Seconds.
    package var duration: Int
    /// 0 is the whole station.
    package var evseId: Int
    package var chargingRateUnit: ChargingRateUnit?

    package init(duration: Int, evseId: Int, chargingRateUnit: ChargingRateUnit? = nil) {
        self.duration = duration
        self.evseId = evseId
        self.chargingRateUnit = chargingRateUnit
    }

    package struct Response: Codable, Hashable, Sendable {
        /// `Accepted` or `Rejected`.
        package var status: String
        package var statusInfo: StatusInfo?
        package var schedule: CompositeSchedule?

        package init(status: String, statusInfo: StatusInfo? = nil, schedule: CompositeSchedule? = nil) {
            self.status = status
            self.statusInfo = statusInfo
            self.schedule = schedule
        }
    }
}
