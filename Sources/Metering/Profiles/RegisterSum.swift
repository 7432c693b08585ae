package import Charging

/// A register the meter does not have, from those it has: `[[sum]]` in its profile.
///
/// Meters without a total have one for each phase, tariff or direction. The sum is exact, and only of values that came
/// from the same visit; where one is missing there is no sum.
package struct RegisterSum: Hashable, Decodable, Sendable {
    package var obis: OBIS
    /// What is added.
    package var of: [OBIS]
    /// What is taken away from it.
    package var less: [OBIS]?

    /// `nil` where a part is missing or the sum does not fit. The raw text is that of all parts in their order.
    package func value(of values: [RegisterValue]) -> RegisterValue? {
        var sum: RegisterValue?
        for (name, isAdded) in of.map({ ($0, true) }) + (less ?? []).map({ ($0, false) }) {
            guard let part = values.first(where: { $0.obis == name }) else { return nil }
            let before = sum?.value ?? ExactDecimal(0)
            guard let value = isAdded ? before.plus(part.value) : before.minus(part.value) else { return nil }
            sum = RegisterValue(obis: obis, value: value, unit: part.unit, raw: (sum?.raw ?? "") + part.raw)
        }
        return sum
    }
}
