import Charging
import OCPP
import OCPP201

/// Tells what a station sampled in the words of OCPP 2: numbers in the digits they came in, and signed data to the
/// letter.
///
/// A value in words outside the version's lists is left out. A station's own overall register is left out, too, where
/// another one is told in its place; but if it is signed it is evidence, and told beside that one as something `Other`.
struct Sampling201 {
    /// Which samples of the station's own overall import register are told.
    enum Registers {
        case all
        /// Those of the begin and of the end are told in whole watt-hours, by us.
        case between
        /// The register of the assigned meter is told.
        case none
    }

    let dialect: Dialect
    var registers = Registers.all
    /// What the register was, where a signed value has no number of its own.
    var wattHours: Int64?

    /// More values of one moment than any station has.
    static let mostSamples = 64

    /// `moment` gives the right time for what a station's clock showed.
    func values(_ values: [Charging.MeterValue], at moment: (Timestamp) -> Timestamp) -> [OCPP201.MeterValue] {
        let told = values.compactMap { value -> OCPP201.MeterValue? in
            let samples = value.sampledValues.prefix(Self.mostSamples).compactMap { sample($0, of: value) }
            guard !samples.isEmpty else { return nil }
            return OCPP201.MeterValue(sampledValue: samples, timestamp: moment(value.timestamp).rfc3339)
        }
        return Self.thinned(told)
    }

    private func sample(_ sample: Charging.SampledValue, of value: Charging.MeterValue) -> OCPP201.SampledValue? {
        guard sample.format == "SignedData" else {
            let signature = sample.signed.flatMap { OCPP201.SignedMeterValue($0, dialect) }
            return told(sample, signature, isRegister: sample.importRegister != nil)
        }
        // Signed by a station of 1.6: the value is the signed data, and its number stands elsewhere.
        guard let data = SignedData16(sample.value) else { return nil }
        let signature = OCPP201.SignedMeterValue(data.signed, dialect)
        var readable = sample
        guard let number = readableCopy(of: sample, in: value) ?? data.number ?? fallback(for: sample) else {
            return nil
        }
        readable.value = number.value
        readable.unit = number.unit
        readable.multiplier = number.multiplier
        readable.format = nil
        return told(readable, signature, isRegister: readable.importRegister != nil)
    }

    private func told(
        _ sample: Charging.SampledValue, _ signature: OCPP201.SignedMeterValue?, isRegister: Bool
    ) -> OCPP201.SampledValue? {
        var context = ReadingContext(sample.context)
        if isRegister, isReplaced(sample) {
            guard signature != nil else { return nil }
            if registers == .none { context = .other }
        }
        guard let value = NumberText(measured: sample.value) else { return nil }
        let measurand = Measurand(sample.measurand, in: dialect)
        let phase = Phase(sample.phase)
        let unit = sample.unit == "Celcius" ? "Celsius" : sample.unit
        guard (measurand == nil) == (sample.measurand == nil), (phase == nil) == (sample.phase == nil),
            unit?.fits(20) != false
        else { return nil }
        return OCPP201.SampledValue(
            value: value, context: context, measurand: measurand, phase: phase,
            location: Location(sample.location, in: dialect), signedMeterValue: signature,
            unitOfMeasure: unit == nil && sample.multiplier == nil
                ? nil : UnitOfMeasure(unit: unit, multiplier: sample.multiplier))
    }

    private func isReplaced(_ sample: Charging.SampledValue) -> Bool {
        switch registers {
        case .all: false
        case .between: sample.context == "Transaction.Begin" || sample.context == "Transaction.End"
        case .none: true
        }
    }

    /// Stations send a value that is signed once more as a plain number.
    private func readableCopy(
        of signed: Charging.SampledValue, in value: Charging.MeterValue
    ) -> Charging.SampledValue? {
        let copies = value.sampledValues.filter {
            $0.format != "SignedData" && ($0.measurand ?? Self.register) == (signed.measurand ?? Self.register)
                && $0.phase == signed.phase && NumberText(measured: $0.value) != nil
        }
        return copies.first { $0.context == signed.context } ?? copies.first
    }

    private func fallback(for signed: Charging.SampledValue) -> Charging.SampledValue? {
        guard let wattHours, signed.measurand ?? Self.register == Self.register, signed.phase == nil else { return nil }
        return Charging.SampledValue(value: String(wattHours), unit: "Wh")
    }

    private static let register = Measurand.energyActiveImportRegister.rawValue
}

extension Sampling201 {
    /// The register of a transaction in whole watt-hours, at its begin or its end or in between.
    static func register(
        _ wattHours: Int64, _ context: ReadingContext, at moment: Timestamp, and others: [OCPP201.SampledValue] = []
    ) -> OCPP201.MeterValue {
        let register = OCPP201.SampledValue(
            value: NumberText(wattHours), context: context, measurand: .energyActiveImportRegister,
            unitOfMeasure: UnitOfMeasure(unit: "Wh"))
        return OCPP201.MeterValue(sampledValue: [register] + others, timestamp: moment.rfc3339)
    }

    /// A frame has to stay far below the 256 KB that some take at most.
    static let mostBytes = 128_000

    /// Leaves out moments in the middle, evenly, until what remains is not too much. What is signed stays as long as
    /// that is enough; the first and the last always do.
    static func thinned(_ values: [OCPP201.MeterValue], to limit: Int = mostBytes) -> [OCPP201.MeterValue] {
        let sizes = values.map(\.size)
        guard sizes.reduce(0, +) > limit else { return values }
        let ends = values.indices.filter { $0 == values.startIndex || $0 == values.endIndex - 1 }
        let signed = values.indices.filter { index in
            ends.contains(index) || values[index].sampledValue.contains { $0.signedMeterValue != nil }
        }
        let isEnough = signed.reduce(0) { $0 + sizes[$1] } <= limit
        var kept = Set(isEnough ? signed : ends)
        let others = values.indices.filter { !kept.contains($0) }
        let room = max(0, limit - kept.reduce(0) { $0 + sizes[$1] })
        let wanted = max(1, others.reduce(0) { $0 + sizes[$1] })
        // Every other one where half of them have room, and so on; their sizes hardly differ.
        var share = 0
        for index in others {
            share += room
            guard share >= wanted else { continue }
            share -= wanted
            kept.insert(index)
        }
        return values.indices.filter { kept.contains($0) }.map { values[$0] }
    }
}

extension OCPP201.MeterValue {
    /// About how many bytes it takes.
    fileprivate var size: Int {
        sampledValue.reduce(60) { size, sample in
            let signed = sample.signedMeterValue.map {
                $0.signedMeterData.utf8.count + ($0.publicKey?.utf8.count ?? 0) + 150
            }
            return size + 220 + sample.value.text.utf8.count + (signed ?? 0)
        }
    }
}

extension NumberText {
    /// In its own digits where JSON can write them; `nil` where it is no number.
    init?(measured text: String) {
        if text.utf8.count <= 32, JSONNumber.isValid(text) {
            self.init(text)
        } else if let number = ExactDecimal(text) {
            self.init(number.description)
        } else {
            return nil
        }
    }
}
