import Charging
import Testing

/// Random books against a slow and simple reading of the same rules.
@Suite struct CompositePropertyTests {
    static let base = time("2026-01-05T00:00:00Z").seconds

    @Test(arguments: 0..<60)
    func `at every moment the composite is the lowest of what the strongest profiles say`(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var book = ProfileBook()
        for id in 0..<Int.random(in: 1...10, using: &random) {
            let purpose = [ChargingProfile.Purpose.chargingStationMaxProfile, .txDefaultProfile, .txProfile]
                .randomElement(using: &random)!
            let evse =
                purpose == .txProfile ? 1 : purpose == .txDefaultProfile ? Int.random(in: 0...1, using: &random) : 0
            _ = book.set(Self.profile(id, purpose, &random), on: evse, by: .test(.sameLevel))
        }
        let started = Timestamp(seconds: Self.base - Int64.random(in: 0...7200, using: &random))
        let context = CompositeContext(
            unit: [.ampere, .watt].randomElement(using: &random)!,
            running: Bool.random(using: &random) ? .init(id: TransactionID(7)!, started: started) : nil)
        let begin = Self.base + Int64.random(in: -90_000...90_000, using: &random)
        let composite = book.composite(
            of: 1, from: Timestamp(seconds: begin), seconds: 400_000, in: context)
        #expect(composite.durationSeconds == 400_000)
        #expect(
            zip(composite.periods, composite.periods.dropFirst()).allSatisfy { left, right in
                left.startSeconds < right.startSeconds
                    && (left.limit != right.limit || left.phases != right.phases || left.phaseToUse != right.phaseToUse)
            })
        // At every change, just before it, and in between.
        var moments = composite.periods.flatMap { [Int64($0.startSeconds), Int64($0.startSeconds) - 1] }
        for _ in 0..<200 { moments.append(Int64.random(in: 0..<400_000, using: &random)) }
        for offset in moments where offset >= 0 {
            let second = begin + offset
            let period = try #require(composite.period(at: Timestamp(seconds: second)))
            let said = Self.strongest(in: book, at: second, from: begin, context)
            guard let limit = period.limit.flatMap({ Double("\($0)") }), let fewest = said.map(\.phases).min() else {
                #expect(said.isEmpty && period.limit == nil, "at \(second)")
                continue
            }
            #expect((period.phases ?? 3) == fewest)
            let wanted = said.map { context.unit == .ampere ? $0.amperes : $0.watts(on: fewest) }.min()!
            // Never more than any of them allows, and no more below the lowest than rounding explains.
            #expect(limit <= wanted + 1e-6 && limit > wanted - 0.35, "at \(second)")
        }
    }

    private static func profile(
        _ id: Int, _ purpose: ChargingProfile.Purpose, _ random: inout SeededGenerator
    ) -> ChargingProfile {
        var kinds = [ChargingProfile.Kind.absolute, .recurring]
        if purpose != .chargingStationMaxProfile { kinds.append(.relative) }
        let kind = kinds.randomElement(using: &random)!
        var begins: Set = [0]
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            begins.insert(Int.random(in: 1...100_000, using: &random))
        }
        let unit = RateUnit.allCases.randomElement(using: &random)!
        var profile = ChargingProfile(
            id: id, stackLevel: Int.random(in: 0...4, using: &random), purpose: purpose, kind: kind,
            recurrency: kind == .recurring ? .allCases.randomElement(using: &random)! : nil,
            schedule: ChargingSchedule(
                unit: unit,
                start: kind == .relative
                    ? nil : Timestamp(seconds: base + Int64.random(in: -200_000...100_000, using: &random)),
                durationSeconds: Bool.random(using: &random) ? Int.random(in: 1...150_000, using: &random) : nil,
                periods: begins.sorted().map { begin in
                    let limit =
                        unit == .ampere
                        ? Int64.random(in: 0...400, using: &random) : .random(in: 0...220_000, using: &random)
                    return .init(
                        startSeconds: begin, limit: ExactDecimal(digits: limit, scale: 1)!,
                        phases: [nil, 1, 3].randomElement(using: &random)!)
                }))
        if Bool.random(using: &random) {
            profile.validFrom = Timestamp(seconds: base + Int64.random(in: -100_000...100_000, using: &random))
            profile.validTo = profile.validFrom! + .seconds(Int.random(in: 1...200_000, using: &random))
        }
        return profile
    }

    /// What one profile says, as numbers.
    struct Said {
        var limit: Double
        var unit: RateUnit
        var phases: Int

        /// On each phase.
        var amperes: Double { unit == .ampere ? limit : limit / Double(230 * phases) }
        /// On that many phases.
        func watts(on count: Int) -> Double {
            unit == .ampere ? limit * Double(230 * count) : limit * Double(count) / Double(phases)
        }
    }

    /// What counts at that second, by asking every profile.
    private static func strongest(
        in book: ProfileBook, at second: Int64, from begin: Int64, _ context: CompositeContext
    ) -> [Said] {
        func strongest(_ purpose: ChargingProfile.Purpose) -> Said? {
            let speaking = book.installed.compactMap { installed -> (rank: Int, said: Said)? in
                guard installed.profile.purpose == purpose,
                    let period = period(of: installed.profile, at: second, from: begin, context)
                else { return nil }
                let said = Said(
                    limit: Double("\(period.limit)")!, unit: installed.profile.schedule.unit,
                    phases: period.phases ?? 3)
                return (installed.evse * 100 + installed.profile.stackLevel, said)
            }
            return speaking.max { $0.rank < $1.rank }?.said
        }
        let own = context.running == nil ? nil : strongest(.txProfile)
        return [strongest(.chargingStationMaxProfile), own ?? strongest(.txDefaultProfile)].compactMap(\.self)
    }

    private static func period(
        of profile: ChargingProfile, at second: Int64, from begin: Int64, _ context: CompositeContext
    ) -> ChargingSchedule.Period? {
        if let from = profile.validFrom, second < from.seconds { return nil }
        if let to = profile.validTo, second >= to.seconds { return nil }
        var start = profile.schedule.start?.seconds ?? context.running?.started.seconds ?? begin
        if let recurrency = profile.recurrency {
            while start + recurrency.seconds <= second { start += recurrency.seconds }
        }
        guard second >= start else { return nil }
        if let duration = profile.schedule.durationSeconds, second - start >= Int64(duration) { return nil }
        return profile.schedule.periods.filter { Int64($0.startSeconds) <= second - start }.last!
    }
}
