package import Charging
package import Metering

/// A register that takes a quantity: the current limit, the fail-safe current, a time-out.
package struct SettingRegister: Hashable, Decodable, Sendable {
    package enum Unit: String, CaseIterable, Codable, Sendable {
        case amperes = "A"
        case milliamperes = "mA"
        case seconds = "s"
        case milliseconds = "ms"

        var isCurrent: Bool { self == .amperes || self == .milliamperes }
        fileprivate var power: Int { self == .amperes || self == .seconds ? 0 : 3 }
    }

    package var function: WriteFunction
    package var address: UInt16
    package var type: RegisterType
    package var wordOrder: WordOrder?
    package var unit: Unit
    /// What the number in the register is multiplied by to be in `unit`; 1 where the file does not say.
    package var scale: ExactDecimal?
    /// In amperes or seconds.
    package var least: Int
    package var most: Int
    /// The number that means "no current", where there is one.
    package var pause: Int?

    enum CodingKeys: String, CodingKey {
        case function, address, type, unit, scale, least, most, pause
        case wordOrder = "word_order"
    }

    var block: RegisterBlock { RegisterBlock(function: .holding, address: address, count: type.width) }

    /// Never more than was asked: what is finer than the register is cut off, what is above `most` is `most`.
    func write(_ quantity: ExactDecimal) -> RegisterWrite? {
        raw(quantity).flatMap(write(raw:))
    }

    /// What the register makes of it; `nil` where it is less than it takes.
    func rounded(_ quantity: ExactDecimal) -> ExactDecimal? {
        guard let raw = raw(quantity).map({ ExactDecimal($0) }) else { return nil }
        return (scale.map { raw.times($0) } ?? raw)?.shifted(by: -unit.power)
    }

    var pauseWrite: RegisterWrite? { pause.flatMap { write(raw: Int64($0)) } }

    private func raw(_ quantity: ExactDecimal) -> Int64? {
        let bounded = min(quantity, ExactDecimal(Int64(most)))
        guard bounded >= ExactDecimal(Int64(least)) else { return nil }
        return bounded.shifted(by: unit.power)?.divided(by: scale)
    }

    private func write(raw: Int64) -> RegisterWrite? {
        RegisterEncoder.words(of: ExactDecimal(raw), type: type, order: wordOrder ?? .abcd).map {
            RegisterWrite(function: function, address: address, words: $0)
        }
    }
}

/// A register that takes one of two numbers, or always the same one.
package struct SwitchRegister: Hashable, Decodable, Sendable {
    package var function: WriteFunction
    package var address: UInt16
    package var on: UInt16
    package var off: UInt16?

    func write(_ isOn: Bool) -> RegisterWrite? {
        (isOn ? on : off).map { RegisterWrite(function: function, address: address, words: [$0]) }
    }
}

extension ExactDecimal {
    /// The quotient rounded down, for numbers that are not negative; `nil` where it cannot be told.
    fileprivate func divided(by divisor: ExactDecimal?) -> Int64? {
        guard let divisor else { return floored(places: 0) }
        // 10 / 0.1 is 100 / 1: both over the scale of the divisor.
        guard divisor.digits > 0, let aligned = shifted(by: divisor.scale)?.floored(places: 0) else { return nil }
        return aligned / divisor.digits
    }
}
