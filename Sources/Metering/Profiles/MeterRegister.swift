package import Charging

/// One register of a meter: `[[register]]` in its profile.
package struct MeterRegister: Hashable, Decodable, Sendable {
    package var obis: OBIS
    package var function: RegisterFunction
    package var address: UInt16
    package var type: RegisterType
    package var unit: MeterUnit
    /// What the number in the register is multiplied by to be in `unit`; 1 where the file does not say.
    package var scale: ExactDecimal?
    /// `ABCD` where the file does not say.
    package var wordOrder: WordOrder?
    /// The register counts up to below this, in `unit`, and starts again at 0.
    package var rollsOverAt: ExactDecimal?

    enum CodingKeys: String, CodingKey {
        case obis
        case function
        case address
        case type
        case unit
        case scale
        case wordOrder = "word_order"
        case rollsOverAt = "rolls_over_at"
    }

    var block: RegisterBlock { RegisterBlock(function: function, address: address, count: type.width) }

    /// The value in the unit it is recorded in, Wh and not kWh; `nil` when it is undefined or does not fit.
    package func value(of words: [UInt16]) -> RegisterValue? {
        guard let number = RegisterDecoder.value(of: words, type: type, order: wordOrder ?? .abcd),
            let scaled = scale.map({ number.times($0) }) ?? number,
            let value = scaled.shifted(by: unit.base.power)
        else { return nil }
        return RegisterValue(
            obis: obis, value: value, unit: unit.base.unit, raw: RegisterDecoder.hexadecimal(words))
    }
}

/// Where a meter tells its serial number: `[serial_number]` in its profile.
package struct SerialNumberRegister: Hashable, Decodable, Sendable {
    package enum Layout: String, CaseIterable, Codable, Sendable { case uint16, uint32, uint64, text }

    package var function: RegisterFunction
    package var address: UInt16
    package var type: Layout
    package var wordOrder: WordOrder?
    /// How many registers a text takes.
    package var length: UInt8?

    enum CodingKeys: String, CodingKey {
        case function
        case address
        case type
        case wordOrder = "word_order"
        case length
    }

    package var block: RegisterBlock { RegisterBlock(function: function, address: address, count: width) }

    var width: Int {
        switch type {
        case .uint16: 1
        case .uint32: 2
        case .uint64: 4
        case .text: Int(length ?? 0)
        }
    }

    /// `nil` when the meter has none set.
    package func value(of words: [UInt16]) -> String? {
        guard words.count == width else { return nil }
        if type == .text { return RegisterDecoder.text(of: words) }
        let number = (wordOrder ?? .abcd).bits(of: words)
        return number == 0 || words.allSatisfy { $0 == .max } ? nil : String(number)
    }
}

extension ExactDecimal {
    /// The exact product; `nil` when it does not fit.
    package func times(_ other: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = digits.multipliedReportingOverflow(by: other.digits)
        return overflow ? nil : ExactDecimal(digits: product, scale: scale + other.scale)
    }
}
