package import Charging

/// One register of a meter: `[[register]]` in its profile.
package struct MeterRegister: Hashable, Decodable, Sendable {
    package var obis: OBIS
    package var function: RegisterFunction
    /// As on the wire; in a SunSpec profile, the offset inside the model.
    package var address: UInt16
    package var type: RegisterType
    package var unit: MeterUnit
    /// What the number in the register is multiplied by to be in `unit`; 1 where the file does not say.
    package var scale: ExactDecimal?
    /// Where an int16 stands that says by which power of ten the number is multiplied. It may change while the meter
    /// runs, so it is always read in the same request.
    package var exponentAddress: UInt16?
    /// `ABCD` where the file does not say.
    package var wordOrder: WordOrder?
    /// The meter counts the other way round: what it calls negative is recorded as positive.
    package var inverted: Bool?
    /// What the registers hold when there is no value, in hexadecimal, beside what `RegisterDecoder` knows.
    package var undefined: [String]?
    /// The register counts up to below this, in `unit`, and starts again at 0.
    package var rollsOverAt: ExactDecimal?

    enum CodingKeys: String, CodingKey {
        case obis
        case function
        case address
        case type
        case unit
        case scale
        case exponentAddress = "exponent_address"
        case wordOrder = "word_order"
        case inverted
        case undefined
        case rollsOverAt = "rolls_over_at"
    }

    /// What SunSpec allows, and more than any meter needs. SunSpec Information Model Specification, section "sunssf".
    private static let exponents = -10...10

    /// All that must come in one request for the value to be right.
    package var block: RegisterBlock {
        let own = RegisterBlock(function: function, address: address, count: type.width)
        guard let exponentAddress else { return own }
        let first = min(address, exponentAddress)
        return RegisterBlock(
            function: function, address: first, count: max(own.end, Int(exponentAddress) + 1) - Int(first))
    }

    /// The value in the unit it is recorded in, Wh and not kWh; `nil` when it is undefined or does not fit.
    /// `words` are those of the block.
    package func value(of words: [UInt16]) -> RegisterValue? {
        guard let (own, exponent) = parts(of: words), exponent.map(Self.exponents.contains) ?? true,
            !isUndefined(own),
            let number = RegisterDecoder.value(of: own, type: type, order: wordOrder ?? .abcd),
            let scaled = scale.map({ number.times($0) }) ?? number,
            let value = scaled.shifted(by: unit.base.power + (exponent ?? 0))
        else { return nil }
        let exponentWords = exponent.map { [UInt16(bitPattern: Int16($0))] } ?? []
        return RegisterValue(
            obis: obis, value: inverted == true ? value.negated : value, unit: unit.base.unit,
            raw: RegisterDecoder.hexadecimal(own + exponentWords))
    }

    /// The smallest step of a whole number in the base unit; `nil` for other types and for a step the meter tells.
    package var step: ExactDecimal? {
        guard type.isInteger, exponentAddress == nil else { return nil }
        return (scale ?? ExactDecimal(1)).shifted(by: unit.base.power)
    }

    private func parts(of words: [UInt16]) -> (own: [UInt16], exponent: Int?)? {
        guard words.count == block.count else { return nil }
        let start = Int(address - block.address)
        let exponent = exponentAddress.map { Int(Int16(bitPattern: words[Int($0 - block.address)])) }
        return (Array(words[start..<start + type.width]), exponent)
    }

    private func isUndefined(_ words: [UInt16]) -> Bool {
        guard let undefined else { return false }
        let hexadecimal = RegisterDecoder.hexadecimal(words)
        return undefined.contains { $0.lowercased() == hexadecimal }
    }
}

extension ExactDecimal {
    /// The exact product; `nil` when it does not fit.
    package func times(_ other: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = digits.multipliedReportingOverflow(by: other.digits)
        return overflow ? nil : ExactDecimal(digits: product, scale: scale + other.scale)
    }

    /// Digits never reach the one number that has no opposite: it marks an undefined register.
    fileprivate var negated: ExactDecimal { ExactDecimal(0).minus(self) ?? self }
}
