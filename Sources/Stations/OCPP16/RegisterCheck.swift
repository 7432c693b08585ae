import Charging

/// Whether the registers of one transaction fit each other, of a station that confuses Wh and kWh.
///
/// Nothing is put right: which of two units is the wrong one is not known.
struct RegisterCheck {
    private var lowest: ExactDecimal?
    private var highest: ExactDecimal?
    private var atEnd: ExactDecimal?
    private var count = 0

    /// Registers may be sampled a little before or after what they are compared with.
    private static let tolerance = ExactDecimal(100)
    /// No session delivers more (1 MWh).
    private static let most = ExactDecimal(1_000_000)

    /// Whether the register can be reached by a transaction that began at `start`.
    static func canBe(_ register: ExactDecimal, after start: ExactDecimal) -> Bool {
        guard let difference = register.minus(start) else { return false }
        return isAtLeast(difference, ExactDecimal(0)) && difference <= most
    }

    mutating func hear(_ values: [MeterValue]) {
        for value in values {
            guard let register = value.importRegister() else { continue }
            lowest = min(lowest ?? register, register)
            highest = max(highest ?? register, register)
            if value.sampledValues.contains(where: { $0.context == "Transaction.End" }) { atEnd = register }
            count += 1
        }
    }

    /// Every register lies between those of the start and the end, and the last one is that of the end.
    func fits(start: ExactDecimal?, stop: ExactDecimal?) -> Bool {
        guard let lowest, let highest, let stop else { return true }
        guard Self.isAtLeast(stop, highest) else { return false }
        if let atEnd, !Self.isAtLeast(atEnd, stop) { return false }
        guard let start else { return true }
        guard Self.isAtLeast(lowest, start) else { return false }
        // Several readings, none of which shows a hundredth of the energy that was there in the end.
        guard count >= 3, let energy = stop.minus(start), let seen = highest.minus(start) else { return true }
        return energy <= ExactDecimal(1000) || seen.shifted(by: 2) ?? energy >= energy
    }

    private static func isAtLeast(_ number: ExactDecimal, _ other: ExactDecimal) -> Bool {
        other.minus(number).map { $0 <= tolerance } ?? false
    }
}
