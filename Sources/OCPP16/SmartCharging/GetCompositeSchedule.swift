import OCPP

/// Asks a station what all its charging profiles together allow. OCPP 1.6, section 5.7.
package struct GetCompositeSchedule: Call, Hashable {
    package static let action = "GetCompositeSchedule"
    /// 0 is the whole station.
    package var connectorId: Int
    /// Seconds.
    package var duration: Int
    package var chargingRateUnit: ChargingRateUnit?

    package init(connectorId: Int, duration: Int, chargingRateUnit: ChargingRateUnit? = nil) {
        self.connectorId = connectorId
        self.duration = duration
        self.chargingRateUnit = chargingRateUnit
    }

    package struct Response: Codable, Hashable, Sendable {
        /// `Accepted` or `Rejected`.
        package var status: String
        package var connectorId: Int?
        /// ISO 8601; what the periods count from.
        package var scheduleStart: String?
        package var chargingSchedule: ChargingSchedule?

        package init(
            status: String, connectorId: Int? = nil, scheduleStart: String? = nil,
            chargingSchedule: ChargingSchedule? = nil
        ) {
            self.status = status
            self.connectorId = connectorId
            self.scheduleStart = scheduleStart
            self.chargingSchedule = chargingSchedule
        }
    }
}
