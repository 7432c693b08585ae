package import OCPP

/// What a car wants of alternating current. Wh, A and V; whole numbers in 2.0.1, decimal ones in 2.1.
package struct ACChargingParameters: Codable, Hashable, Sendable {
    package var energyAmount: NumberText
    package var evMinCurrent: NumberText
    package var evMaxCurrent: NumberText
    package var evMaxVoltage: NumberText

    package init(
        energyAmount: NumberText, evMinCurrent: NumberText, evMaxCurrent: NumberText, evMaxVoltage: NumberText
    ) {
        self.energyAmount = energyAmount
        self.evMinCurrent = evMinCurrent
        self.evMaxCurrent = evMaxCurrent
        self.evMaxVoltage = evMaxVoltage
    }
}
