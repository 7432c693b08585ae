import OCPP

/// A station passes on what a car wants to charge (ISO 15118). OCPP 2.0.1, functional block K.
package struct NotifyEVChargingNeeds: Call, Hashable {
    package static let action = "NotifyEVChargingNeeds"
    package var chargingNeeds: ChargingNeeds
    package var evseId: Int
    package var maxScheduleTuples: Int?

    package init(chargingNeeds: ChargingNeeds, evseId: Int, maxScheduleTuples: Int? = nil) {
        self.chargingNeeds = chargingNeeds
        self.evseId = evseId
        self.maxScheduleTuples = maxScheduleTuples
    }

    package struct Response: Codable, Hashable, Sendable {
        package var status: NotifyEVChargingNeedsStatus
        package var statusInfo: StatusInfo?

        package init(status: NotifyEVChargingNeedsStatus, statusInfo: StatusInfo? = nil) {
            self.status = status
            self.statusInfo = statusInfo
        }
    }
}
