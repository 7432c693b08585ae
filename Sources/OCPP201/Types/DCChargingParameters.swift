package import OCPP

/// What a car wants of direct current. A, V, Wh and W; whole numbers in 2.0.1, decimal ones in 2.1.
package struct DCChargingParameters: Codable, Hashable, Sendable {
    package var evMaxCurrent: NumberText
    package var evMaxVoltage: NumberText
    package var energyAmount: NumberText?
    package var evMaxPower: NumberText?
    package var stateOfCharge: NumberText?
    package var evEnergyCapacity: NumberText?
    package var fullSoC: NumberText?
    package var bulkSoC: NumberText?

    package init(
        evMaxCurrent: NumberText, evMaxVoltage: NumberText, energyAmount: NumberText? = nil,
        evMaxPower: NumberText? = nil, stateOfCharge: NumberText? = nil, evEnergyCapacity: NumberText? = nil,
        fullSoC: NumberText? = nil, bulkSoC: NumberText? = nil
    ) {
        self.evMaxCurrent = evMaxCurrent
        self.evMaxVoltage = evMaxVoltage
        self.energyAmount = energyAmount
        self.evMaxPower = evMaxPower
        self.stateOfCharge = stateOfCharge
        self.evEnergyCapacity = evEnergyCapacity
        self.fullSoC = fullSoC
        self.bulkSoC = bulkSoC
    }
}
