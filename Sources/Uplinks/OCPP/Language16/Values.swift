import Charging
import OCPP16

// What a station sampled, in the words of OCPP 1.6. What has no word there is left out: half a value is a wrong one.

extension Language16.Occasion {
    /// `ahead` is how far the station's clock is ahead of UTC; `withoutRegister` leaves out the station's own overall
    /// import register. What is signed stays as it is in any case.
    func bounded(
        _ values: [Charging.MeterValue], ahead: Int?, withoutRegister: Bool = false
    ) -> [OCPP16.MeterValue] {
        Language16.bounded(
            values.compactMap { value in
                let told = value.sampledValues.flatMap { Language16.samples($0, withoutRegister: withoutRegister) }
                guard !told.isEmpty else { return nil }
                let moment = believed(value.timestamp.inUTC(ahead))
                return OCPP16.MeterValue(timestamp: Words.time(moment), sampledValue: told)
            })
    }

    /// The time a station gave, or the box's where the station's clock cannot be right: as the sessions have it.
    func believed(_ told: Timestamp) -> Timestamp {
        let isAhead = entry.stamp.trusted && told > entry.stamp.at + .minutes(5)
        return isAhead || told < Language16.earliest ? entry.stamp.at : told
    }
}

extension Language16 {
    /// 2020-01-01: a clock that says less was never set.
    fileprivate static let earliest = Timestamp(seconds: 1_577_836_800)

    fileprivate static func samples(_ sample: Charging.SampledValue, withoutRegister: Bool) -> [OCPP16.SampledValue] {
        if sample.format == "SignedData" { return [signed(sample, sample.value)] }
        let isHidden = withoutRegister && sample.importRegister != nil
        let document = sample.signed.flatMap { SignedText16($0).text }
        return [isHidden ? nil : raw(sample), document.map { signed(sample, $0) }].compactMap { $0 }
    }

    private static func raw(_ sample: Charging.SampledValue) -> OCPP16.SampledValue? {
        guard sample.format == nil || sample.format == "Raw", let value = number(sample),
            Words.knows(sample.measurand, among: Words.measurands), Words.knows(sample.phase, among: Words.phases),
            Words.knows(sample.location, among: Words.locations),
            Words.knows(unit: sample.unit, of: sample.measurand)
        else { return nil }
        return OCPP16.SampledValue(
            value: value, context: Words.context(sample.context), format: sample.format, measurand: sample.measurand,
            phase: sample.phase, location: sample.location, unit: Words.unit(sample.unit))
    }

    /// In its own digits, unless a power of ten has to be multiplied out.
    private static func number(_ sample: Charging.SampledValue) -> String? {
        guard let number = ExactDecimal(sample.value) else { return nil }
        guard let multiplier = sample.multiplier, multiplier != 0 else { return sample.value }
        guard (-18...18).contains(multiplier) else { return nil }
        return number.shifted(by: multiplier).map { "\($0)" }
    }

    /// The words beside a signed text are decoration; those that 1.6 does not know are dropped, and the text is kept to
    /// the letter.
    private static func signed(_ sample: Charging.SampledValue, _ text: String) -> OCPP16.SampledValue {
        func known(_ word: String?, _ words: Set<String>) -> String? { word.flatMap { words.contains($0) ? $0 : nil } }
        return OCPP16.SampledValue(
            value: text, context: Words.context(sample.context), format: "SignedData",
            measurand: known(sample.measurand, Words.measurands), phase: known(sample.phase, Words.phases),
            location: known(sample.location, Words.locations), unit: Words.unit(sample.unit))
    }
}
