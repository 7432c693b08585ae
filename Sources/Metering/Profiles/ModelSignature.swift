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
    /// What a meter with three phases has beside: it tells apart models that look alike, and proves nothing.
    private let hints: [Check]

    /// In base units: a frequency of 50 or 60 Hz, and a voltage against neutral from Japan to the United Kingdom.
    private static let plausible: [(OBIS, from: ExactDecimal, to: ExactDecimal)] = [
        ("1-0:14.7.0", ExactDecimal(45), ExactDecimal(65)), ("1-0:32.7.0", ExactDecimal(80), ExactDecimal(290)),
    ]
    private static let threePhases: [(OBIS, from: ExactDecimal, to: ExactDecimal)] = [
        ("1-0:52.7.0", ExactDecimal(80), ExactDecimal(290)), ("1-0:72.7.0", ExactDecimal(80), ExactDecimal(290)),
    ]

    /// What the profile states; where it states nothing, what is plausible.
    init(stated: [RecognitionRegister], registers: [MeterRegister]) {
        strength = stated.isEmpty ? .plausible : .stated
        func present(_ values: [(OBIS, from: ExactDecimal, to: ExactDecimal)]) -> [Check] {
            values.compactMap { obis, from, to in
                registers.first { $0.obis == obis }.map { .plausible($0, from: from, to: to) }
            }
        }
        checks = stated.isEmpty ? present(Self.plausible) : stated.map(Check.stated)
        hints = stated.isEmpty ? present(Self.threePhases) : []
    }

    /// What may be read beside, one request each.
    package var hintBlocks: [RegisterBlock] { hints.map(\.block) }

    /// More where the hints hold, less where they do not; 0 for a model that has none.
    package func likelihood(_ answers: [[UInt16]?]) -> Int {
        zip(hints, answers).reduce(0) { sum, pair in sum + (pair.1.map(pair.0.holds) == true ? 1 : -1) }
    }

    /// What has to be read, one request each.
    package var blocks: [RegisterBlock] { checks.map(\.block) }

    /// `answers` are those to `blocks`; `nil` where the meter refused. A signature without checks fits nothing.
    package func matches(_ answers: [[UInt16]?]) -> Bool {
        answers.count == checks.count && !checks.isEmpty
            && zip(checks, answers).allSatisfy { check, words in words.map(check.holds) ?? false }
    }
}
