/// One value as a station sampled it, in the words it used.
///
/// The text of the value is kept to the letter: signed values pass through byte for byte, and a number keeps its
/// digits. Absent words have the defaults of OCPP 1.6, section 7.43, which `measurand` and its neighbours apply.
package struct SampledValue: Hashable, Codable, Sendable {
    package var value: String
    package var context: String?
    package var format: String?
    package var measurand: String?
    package var phase: String?
    package var location: String?
    package var unit: String?
    /// The power of ten the value is to be multiplied by (OCPP 2.0.1).
    package var multiplier: Int?
    /// The meter's signature over the value (OCPP 2.0.1); in 1.6 the value itself is the signed text.
    package var signed: SignedValue?

    package init(
        value: String, context: String? = nil, format: String? = nil, measurand: String? = nil, phase: String? = nil,
        location: String? = nil, unit: String? = nil, multiplier: Int? = nil, signed: SignedValue? = nil
    ) {
        self.value = value
        self.context = context
        self.format = format
        self.measurand = measurand
        self.phase = phase
        self.location = location
        self.unit = unit
        self.multiplier = multiplier
        self.signed = signed
    }

    /// The imported energy register over all phases in watt-hours, if that is what was sampled here.
    package var importRegister: ExactDecimal? {
        guard measurand == nil || measurand == "Energy.Active.Import.Register", phase == nil, format != "SignedData",
            let told = ExactDecimal(value), let number = multiplied(told)
        else { return nil }
        return switch unit {
        case nil, "Wh": number
        case "kWh": number.shifted(by: 3)
        default: nil
        }
    }

    private func multiplied(_ number: ExactDecimal) -> ExactDecimal? {
        guard let multiplier else { return number }
        // Far more than any unit needs; a station may write anything.
        return (-18...18).contains(multiplier) ? number.shifted(by: multiplier) : nil
    }
}

/// What a meter signed, to the letter. OCPP 2.0.1, SignedMeterValueType.
package struct SignedValue: Hashable, Codable, Sendable {
    package var data: String
    package var method: String?
    package var encoding: String
    package var publicKey: String?

    package init(data: String, method: String?, encoding: String, publicKey: String?) {
        self.data = data
        self.method = method
        self.encoding = encoding
        self.publicKey = publicKey
    }
}

/// Everything a station sampled at one moment.
package struct MeterValue: Hashable, Codable, Sendable {
    package var timestamp: Timestamp
    package var sampledValues: [SampledValue]

    package init(timestamp: Timestamp, sampledValues: [SampledValue]) {
        self.timestamp = timestamp
        self.sampledValues = sampledValues
    }

    /// The import register of this moment in watt-hours.
    ///
    /// A station may repeat the register of the beginning beside the current one, so `Transaction.Begin` counts only
    /// where it is asked for.
    package func importRegister(atBegin: Bool = false) -> ExactDecimal? {
        sampledValues.first { ($0.context == "Transaction.Begin") == atBegin && $0.importRegister != nil }?
            .importRegister
    }
}
