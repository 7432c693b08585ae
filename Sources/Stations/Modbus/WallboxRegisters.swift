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

    enum CodingKeys: String, CodingKey {
        case function, address, type, unit, scale
        case wordOrder = "word_order"
    }

    var block: RegisterBlock { RegisterBlock(function: function, address: address, count: type.width) }

    /// The value in the unit without its prefix, Wh and not kWh; `nil` when it is undefined or does not fit.
    func value(of words: [UInt16]) -> ExactDecimal? {
        guard let number = RegisterDecoder.value(of: words, type: type, order: wordOrder ?? .abcd),
            let scaled = scale.map({ number.times($0) }) ?? number
        else { return nil }
        return scaled.shifted(by: unit.base.power)
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

/// A register whose number says what the wallbox does: `[[state]]`.
package struct StateRegister: Hashable, Decodable, Sendable {
    package var function: RegisterFunction
    package var address: UInt16
    package var type: RegisterType
    package var wordOrder: WordOrder?
    /// Numbers that are not here say nothing; then the next `[[state]]` is asked.
    package var values: [String: ConnectorState]

    enum CodingKeys: String, CodingKey {
        case function, address, type, values
        case wordOrder = "word_order"
    }

    var block: RegisterBlock { RegisterBlock(function: function, address: address, count: type.width) }

    func state(of words: [UInt16]) -> ConnectorState? {
        RegisterDecoder.value(of: words, type: type, order: wordOrder ?? .abcd).flatMap { values[$0.description] }
    }
}

/// A register that names something: the serial number, the firmware, the tag of who charges.
package struct NameRegister: Hashable, Decodable, Sendable {
    package enum Layout: String, CaseIterable, Codable, Sendable {
        case uint16, uint32
        /// The bytes of the registers, in hexadecimal digits.
        case hexadecimal
        /// Each byte of the registers a number, with points between them, but for the last byte.
        case version
        /// Two characters a register.
        case text
    }

    package var function: RegisterFunction
    package var address: UInt16
    package var type: Layout
    /// How many registers it takes, but for numbers.
    package var length: UInt8?

    var width: Int {
        switch type {
        case .uint16: 1
        case .uint32: 2
        case .hexadecimal, .version, .text: Int(length ?? 0)
        }
    }

    var block: RegisterBlock { RegisterBlock(function: function, address: address, count: width) }

    /// `nil` when nothing is there: all zeros, or all ones.
    func name(of words: [UInt16]) -> String? {
        let isEmpty = words.allSatisfy { $0 == 0 } || words.allSatisfy { $0 == .max }
        guard words.count == width, !isEmpty else { return nil }
        switch type {
        case .uint16, .uint32: return String(words.reduce(UInt64(0)) { $0 << 16 | UInt64($1) })
        case .hexadecimal: return RegisterDecoder.hexadecimal(words).uppercased()
        case .version:
            let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            return bytes.dropLast().map(String.init).joined(separator: ".")
        case .text: return RegisterDecoder.text(of: words)
        }
    }
}
