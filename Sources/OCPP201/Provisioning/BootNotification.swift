import OCPP

/// A station introduces itself after it started. OCPP 2.0.1, functional block B.
package struct BootNotification: Call, Hashable {
    package static let action = "BootNotification"
    package var chargingStation: ChargingStation
    package var reason: BootReason

    package init(chargingStation: ChargingStation, reason: BootReason) {
        self.chargingStation = chargingStation
        self.reason = reason
    }

    package struct Response: Codable, Hashable, Sendable {
        /// ISO 8601 in UTC; the station sets its clock from it.
        package var currentTime: String
        /// Seconds: of the heartbeat when accepted, until the next BootNotification otherwise.
        package var interval: Int
        package var status: RegistrationStatus
        package var statusInfo: StatusInfo?

        package init(currentTime: String, interval: Int, status: RegistrationStatus, statusInfo: StatusInfo? = nil) {
            self.currentTime = currentTime
            self.interval = interval
            self.status = status
            self.statusInfo = statusInfo
        }
    }
}
