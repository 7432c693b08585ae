/// What a car wants to charge.
package struct ChargingNeeds: Codable, Hashable, Sendable {
    package var requestedEnergyTransfer: EnergyTransferMode
    package var acChargingParameters: ACChargingParameters?
    package var dcChargingParameters: DCChargingParameters?
    /// ISO 8601.
    package var departureTime: String?

    package init(
        requestedEnergyTransfer: EnergyTransferMode, acChargingParameters: ACChargingParameters? = nil,
        dcChargingParameters: DCChargingParameters? = nil, departureTime: String? = nil
    ) {
        self.requestedEnergyTransfer = requestedEnergyTransfer
        self.acChargingParameters = acChargingParameters
        self.dcChargingParameters = dcChargingParameters
        self.departureTime = departureTime
    }
}
