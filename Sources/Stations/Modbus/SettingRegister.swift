package import Charging
package import Metering

/// A register that takes a quantity: the current limit, the fail-safe current, a time-out.
package struct SettingRegister: Hashable, Decodable, Sendable {
    package enum Unit: String, CaseIterable, Codable, Sendable {
        case amperes = "A"
        case milliamperes = "mA"
        /// Of all phases together, at 230 V.
        case watts = "W"
        /// Of `full`.
        case percent = "%"
        case seconds = "s"
        case milliseconds = "ms"

        var isCurrent: Bool { self != .seconds && self != .milliseconds }
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
    /// How many phases a power is for; 3 where the file does not say.
    package var phases: Int?
    /// The current that 100 % stand for.
    package var full: Int?
    /// So many values behind each other take the same number: one for each phase.
    package var copies: Int?
    /// How long after a write the next one has to wait that raises the current. One that lowers it never waits.
    package var settleSeconds: Int?
    /// Where the wallbox shows what it made of it, in the same unit and with the same scale.
    package var readBack: ReadBackRegister?

    enum CodingKeys: String, CodingKey {
        case function, address, type, unit, scale, least, most, pause, phases, full, copies
        case wordOrder = "word_order"
        case settleSeconds = "settle_seconds"
        case readBack = "read_back"
    }

    var block: RegisterBlock {
        RegisterBlock(function: .holding, address: address, count: type.width * (copies ?? 1))
    }

    /// Never more than was asked: what is finer than the register is cut off, what is above `most` is `most`.
    func writes(_ quantity: ExactDecimal) -> [RegisterWrite] { number(for: quantity).map(writes(number:)) ?? [] }

    var pauseWrites: [RegisterWrite] { pause.map { writes(number: ExactDecimal(Int64($0))) } ?? [] }

    /// What the register makes of it; `nil` where it is less than it takes.
    func rounded(_ quantity: ExactDecimal) -> ExactDecimal? { number(for: quantity).flatMap(self.quantity(of:)) }

    /// What the wallbox shows, as amperes or seconds.
    func shown(in words: [UInt16]) -> ExactDecimal? {
        guard let readBack,
            let number = RegisterDecoder.value(
                of: words, type: readBack.type, order: readBack.wordOrder ?? .abcd)
        else { return nil }
        return number == pause.map({ ExactDecimal(Int64($0)) }) ? ExactDecimal(0) : quantity(of: number)
    }

    /// How many of `unit` there are in an ampere or a second, as a fraction.
    private var factor: (numerator: Int64, denominator: Int64) {
        switch unit {
        case .amperes, .seconds: (1, 1)
        case .milliamperes, .milliseconds: (1000, 1)
        case .watts: (230 * Int64(phases ?? 3), 1)
        case .percent: (100, Int64(full ?? 100))
        }
    }

    private func number(for quantity: ExactDecimal) -> ExactDecimal? {
        let bounded = min(quantity, ExactDecimal(Int64(most)))
        guard bounded >= ExactDecimal(Int64(least)), let product = bounded.times(ExactDecimal(factor.numerator)),
            let divisor = (scale ?? ExactDecimal(1)).times(ExactDecimal(factor.denominator))
        else { return nil }
        // A float keeps a tenth; more than that no wallbox can announce to a car.
        let places = type == .float32 ? 1 : 0
        return product.shifted(by: places)?.quotient(by: divisor).flatMap { ExactDecimal(digits: $0, scale: places) }
    }

    private func quantity(of number: ExactDecimal) -> ExactDecimal? {
        guard let scaled = number.times(scale ?? ExactDecimal(1))?.times(ExactDecimal(factor.denominator)) else {
            return nil
        }
        return scaled.shifted(by: 3)?.quotient(by: ExactDecimal(factor.numerator)).flatMap {
            ExactDecimal(digits: $0, scale: 3)
        }
    }

    private func writes(number: ExactDecimal) -> [RegisterWrite] {
        guard let words = words(of: number) else { return [] }
        return (0..<(copies ?? 1)).map {
            RegisterWrite(function: function, address: address &+ UInt16($0 * type.width), words: words)
        }
    }

    private func words(of number: ExactDecimal) -> [UInt16]? {
        guard type == .float32 else {
            return RegisterEncoder.words(of: number, type: type, order: wordOrder ?? .abcd)
        }
        guard let bits = Float(number.description)?.bitPattern else { return nil }
        return RegisterEncoder.words(of: ExactDecimal(Int64(bits)), type: .uint32, order: wordOrder ?? .abcd)
    }
}

/// Where a setting can be read again.
package struct ReadBackRegister: Hashable, Decodable, Sendable {
    package var function: RegisterFunction
    package var address: UInt16
    package var type: RegisterType
    package var wordOrder: WordOrder?

    enum CodingKeys: String, CodingKey {
        case function, address, type
        case wordOrder = "word_order"
    }

    var block: RegisterBlock { RegisterBlock(function: function, address: address, count: type.width) }
}

extension ExactDecimal {
    /// The quotient rounded down, for numbers that are not negative; `nil` where it cannot be told.
    fileprivate func quotient(by divisor: ExactDecimal) -> Int64? {
        // 10 / 0.1 is 100 / 1: both over the scale of the divisor.
        guard divisor.digits > 0, let aligned = shifted(by: divisor.scale)?.floored(places: 0) else { return nil }
        return aligned / divisor.digits
    }
}
