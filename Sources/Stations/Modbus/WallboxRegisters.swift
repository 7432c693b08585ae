package import Charging
package import Metering

/// A register of a wallbox that holds a number.
package struct NumberRegister: Hashable, Decodable, Sendable {
    package var function: RegisterFunction
    package var address: UInt16
    package var type: RegisterType
    /// `ABCD` where the file does not say.
    package var wordOrder: WordOrder?
    package var unit: MeterUnit
    /// What the number in the register is multiplied by to be in `unit`; 1 where the file does not say.
    package var scale: ExactDecimal?
    /// What it is divided by, where no scale can say it exactly: 10 Ws are 1/360 Wh.
    package var divisor: Int?

    enum CodingKeys: String, CodingKey {
        case function, address, type, unit, scale, divisor
        case wordOrder = "word_order"
    }

    var block: RegisterBlock { RegisterBlock(function: function, address: address, count: type.width) }

    /// The value in the unit without its prefix, Wh and not kWh; `nil` when it is undefined or does not fit. What was
    /// divided is cut off after three places.
    func value(of words: [UInt16]) -> ExactDecimal? {
        guard let number = RegisterDecoder.value(of: words, type: type, order: wordOrder ?? .abcd),
            let scaled = scale.map({ number.times($0) }) ?? number,
            let value = scaled.shifted(by: unit.base.power)
        else { return nil }
        guard let divisor else { return value }
        return value.floored(places: 3).flatMap { ExactDecimal(digits: $0 / Int64(divisor), scale: 3) }
    }
}

/// What is sampled beside the energy: `[[value]]`.
package struct ValueRegister: Hashable, Sendable {
    /// In the words of OCPP, `Power.Active.Import` for instance.
    package var measurand: String
    /// `L1`, `L2`, `L3`, `L1-N`, …
    package var phase: String?
    package var register: NumberRegister
}

extension ValueRegister: Decodable {
    private enum CodingKeys: String, CodingKey {
        case measurand, phase
        // Those of the register beside them, so that a key that is neither is noticed.
        case function, address, type, unit, scale
        case wordOrder = "word_order"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        measurand = try keys.decode(String.self, forKey: .measurand)
        phase = try keys.decodeIfPresent(String.self, forKey: .phase)
        register = NumberRegister(
            function: try keys.decode(RegisterFunction.self, forKey: .function),
            address: try keys.decode(UInt16.self, forKey: .address),
            type: try keys.decode(RegisterType.self, forKey: .type),
            wordOrder: try keys.decodeIfPresent(WordOrder.self, forKey: .wordOrder),
            unit: try keys.decode(MeterUnit.self, forKey: .unit),
            scale: try keys.decodeIfPresent(ExactDecimal.self, forKey: .scale))
    }
}

/// A register that says what the wallbox does: `[[state]]`.
package struct StateRegister: Hashable, Decodable, Sendable {
    package enum Layout: String, CaseIterable, Codable, Sendable {
        case uint16, uint32
        /// Two characters a register: the letter of IEC 61851-1, alone or with a digit behind it.
        case text
    }

    package var function: RegisterFunction
    package var address: UInt16
    package var type: Layout
    package var wordOrder: WordOrder?
    /// How many registers a text takes.
    package var length: UInt8?
    /// The bits that count, where the register holds more than the state. They are looked at as a number of their own:
    /// with 0x0700, 0x0312 is 3.
    package var mask: UInt32?
    /// Numbers, or letters, that are not here say nothing; then the next `[[state]]` is asked. "C" stands for each of
    /// its numbers, "C1" for itself.
    package var values: [String: ConnectorState]

    enum CodingKeys: String, CodingKey {
        case function, address, type, length, mask, values
        case wordOrder = "word_order"
    }

    var width: Int {
        switch type {
        case .uint16: 1
        case .uint32: 2
        case .text: Int(length ?? 0)
        }
    }

    var block: RegisterBlock { RegisterBlock(function: function, address: address, count: width) }

    func state(of words: [UInt16]) -> ConnectorState? {
        guard words.count == width else { return nil }
        if type == .text {
            let text = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }.filter { (0x21...0x7E).contains($0) }
            let word = String(decoding: text, as: UTF8.self)
            return values[word] ?? values[String(word.prefix(1))]
        }
        let kind: RegisterType = type == .uint16 ? .uint16 : .uint32
        guard let number = RegisterDecoder.value(of: words, type: kind, order: wordOrder ?? .abcd) else { return nil }
        guard let mask, mask != 0 else { return values[number.description] }
        let bits = UInt32(truncatingIfNeeded: number.floored(places: 0) ?? 0) & mask
        return values[String(bits >> UInt32(mask.trailingZeroBitCount))]
    }
}
