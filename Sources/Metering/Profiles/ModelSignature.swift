import Charging

/// How a model is told from others: which registers are read, and what must stand in them.
package struct ModelSignature: Hashable, Sendable {
    package enum Strength: Int, Comparable, Sendable {
        /// What stands in the registers could come from this model: a mains voltage and a mains frequency.
        case plausible
        /// The meter names its model.
        case stated

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private enum Check: Hashable {
        case stated(RecognitionRegister)
        case plausible(MeterRegister, from: ExactDecimal, to: ExactDecimal)

        var block: RegisterBlock {
            switch self {
            case .stated(let register): register.block
            case .plausible(let register, _, _): register.block
            }
        }

        func holds(for words: [UInt16]) -> Bool {
            switch self {
            case .stated(let register): return register.holds(for: words)
            case .plausible(let register, let from, let to):
                guard let value = register.value(of: words)?.value else { return false }
                return from <= value && value <= to
            }
        }
    }

    package let strength: Strength
    private let checks: [Check]

    /// In base units: a frequency of 50 or 60 Hz, and a voltage against neutral from Japan to the United Kingdom.
    private static let plausible: [(OBIS, from: ExactDecimal, to: ExactDecimal)] = [
        ("1-0:14.7.0", ExactDecimal(45), ExactDecimal(65)), ("1-0:32.7.0", ExactDecimal(80), ExactDecimal(290)),
    ]

    /// What the profile states; where it states nothing, what is plausible.
    init(stated: [RecognitionRegister], registers: [MeterRegister]) {
        strength = stated.isEmpty ? .plausible : .stated
        guard stated.isEmpty else {
            checks = stated.map(Check.stated)
            return
        }
        checks = Self.plausible.compactMap { obis, from, to in
            registers.first { $0.obis == obis }.map { .plausible($0, from: from, to: to) }
        }
    }

    /// What has to be read, one request each.
    package var blocks: [RegisterBlock] { checks.map(\.block) }

    /// `answers` are those to `blocks`; `nil` where the meter refused. A signature without checks fits nothing.
    package func matches(_ answers: [[UInt16]?]) -> Bool {
        answers.count == checks.count && !checks.isEmpty
            && zip(checks, answers).allSatisfy { check, words in words.map(check.holds) ?? false }
    }
}
