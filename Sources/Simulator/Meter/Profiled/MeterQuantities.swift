import Charging

/// What a simulated meter measures, whatever registers it has: thousandths of V, A, W, Wh and so on, by OBIS code.
///
/// The phases differ from each other in everything, so that two that were mixed up are noticed.
struct MeterQuantities: Sendable {
    let milliwatts: Int64
    let importMilliwattHours: Int64
    let exportMilliwattHours: Int64
    let hasThreePhases: Bool

    static let millihertz: Int64 = 49_980
    private static let millivolts: [Int64] = [230_100, 229_800, 231_400]
    private static let milliCelsius: Int64 = 24_500
    private static let milliDegrees: Int64 = 11_300

    init(of model: MeterModel, hasThreePhases: Bool) {
        milliwatts = model.watts * 1000
        importMilliwattHours = model.imported.milliwattHours
        exportMilliwattHours = model.exported.milliwattHours
        self.hasThreePhases = hasThreePhases
    }

    /// `nil` for what this meter does not measure.
    func value(of obis: OBIS) -> Int64? {
        guard let code = OBISCode(obis) else { return nil }
        switch (code.a, code.c, code.d) {
        case (0, 96, 9): return Self.milliCelsius
        case (1, 81, 7): return Self.milliDegrees
        case (1, 90, 7): return (1...3).reduce(0) { $0 + amperes($1) }
        // 1 to 20 are the totals, 21 to 40 the same of L1, and so on.
        case (1, 1...80, _): return value(c: (code.c - 1) % 20 + 1, phase: (code.c - 1) / 20, d: code.d, e: code.e)
        default: return nil
        }
    }

    private func value(c: Int, phase: Int, d: Int, e: Int) -> Int64? {
        switch (c, d) {
        case (1, 8): return tariff(e, of: share(importMilliwattHours, phase))
        case (2, 8): return tariff(e, of: share(exportMilliwattHours, phase))
        case (3, 8): return tariff(e, of: share(importMilliwattHours, phase) / 5)
        case (4, 8): return tariff(e, of: share(exportMilliwattHours, phase) / 5)
        case (15, 8): return tariff(e, of: share(importMilliwattHours, phase) + share(exportMilliwattHours, phase))
        case (1, 7): return max(share(milliwatts, phase), 0)
        case (2, 7): return max(-share(milliwatts, phase), 0)
        case (16, 7): return share(milliwatts, phase)
        case (3, 7): return reactive(phase)
        case (9, 7): return apparent(phase)
        case (13, 7): return apparent(phase) == 0 ? 1000 : abs(share(milliwatts, phase)) * 1000 / apparent(phase)
        case (11, 7): return amperes(max(phase, 1))
        case (12, 7): return Self.millivolts[max(phase, 1) - 1]
        case (14, 7): return Self.millihertz
        default: return nil
        }
    }

    /// A half, three tenths and the rest; of a meter with one phase, everything.
    private func share(_ total: Int64, _ phase: Int) -> Int64 {
        guard hasThreePhases else { return phase <= 1 ? total : 0 }
        let (first, second) = (total / 2, total / 10 * 3)
        return [total, first, second, total - first - second][phase]
    }

    private func tariff(_ e: Int, of total: Int64) -> Int64? {
        let first = total / 5 * 3
        return switch e {
        case 0: total
        case 1: first
        case 2: total - first
        default: nil
        }
    }

    private func reactive(_ phase: Int) -> Int64 { share(milliwatts, phase) / 5 }

    private func apparent(_ phase: Int) -> Int64 {
        let (active, reactive) = (Double(share(milliwatts, phase)), Double(reactive(phase)))
        return Int64((active * active + reactive * reactive).squareRoot())
    }

    private func amperes(_ phase: Int) -> Int64 { apparent(phase) * 1000 / Self.millivolts[phase - 1] }
}

/// `A-B:C.D.E` as numbers.
private struct OBISCode {
    var a: Int
    var c: Int
    var d: Int
    var e: Int

    init?(_ obis: OBIS) {
        let groups = obis.rawValue.split { "-:.".contains($0) }.compactMap { Int($0) }
        guard groups.count == 5 else { return nil }
        (a, c, d, e) = (groups[0], groups[2], groups[3], groups[4])
    }
}
