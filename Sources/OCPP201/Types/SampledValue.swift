package import OCPP

/// One value a station sampled. Its real value is `value` times ten to the power of the unit's multiplier.
package struct SampledValue: Codable, Hashable, Sendable {
    /// In its own digits.
    package var value: NumberText
    package var context: ReadingContext?
    package var measurand: Measurand?
    package var phase: Phase?
    package var location: Location?
    package var signedMeterValue: SignedMeterValue?
    package var unitOfMeasure: UnitOfMeasure?

    package init(
        value: NumberText, context: ReadingContext? = nil, measurand: Measurand? = nil, phase: Phase? = nil,
        location: Location? = nil, signedMeterValue: SignedMeterValue? = nil, unitOfMeasure: UnitOfMeasure? = nil
    ) {
        self.value = value
        self.context = context
        self.measurand = measurand
        self.phase = phase
        self.location = location
        self.signedMeterValue = signedMeterValue
        self.unitOfMeasure = unitOfMeasure
    }
}
