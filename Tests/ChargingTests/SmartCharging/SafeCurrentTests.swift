import Charging
import Testing

/// The fallback inside every limit: sections 6.1 and 7 of the facts about site energy.
@Suite struct SafeCurrentTests {
    static let now = time("2026-04-14T18:30:00.700Z")

    struct Share: Sendable, CustomTestStringConvertible {
        var fuse: String
        var baseLoad: String
        var boxes: Int
        var shares: [Int64]
        var testDescription: String { "\(fuse) A with \(baseLoad) A of base load, \(boxes) boxes" }
    }

    @Test(arguments: [
        Share(fuse: "63", baseLoad: "25", boxes: 3, shares: [12, 12, 12]),
        Share(fuse: "35", baseLoad: "17", boxes: 3, shares: [6, 6, 6]),
        Share(fuse: "35", baseLoad: "17.1", boxes: 3, shares: [6, 6, 0]),
        Share(fuse: "35", baseLoad: "20", boxes: 5, shares: [6, 6, 0, 0, 0]),
        Share(fuse: "35", baseLoad: "30", boxes: 2, shares: [0, 0]),
        Share(fuse: "35", baseLoad: "40", boxes: 2, shares: [0, 0]),
        Share(fuse: "35", baseLoad: "0", boxes: 1, shares: [35]),
        Share(fuse: "35", baseLoad: "0", boxes: 0, shares: []),
    ])
    func `boxes share what the base load leaves`(_ test: Share) {
        let shares = SafeCurrent.shares(
            fuse: decimal(test.fuse), baseLoad: decimal(test.baseLoad), boxes: test.boxes)
        #expect(shares == test.shares.map { ExactDecimal($0) })
    }

    @Test(arguments: 0..<200)
    func `a site whose gateway is gone stays below its fuse`(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let fuse = ExactDecimal(digits: .random(in: 160...2500, using: &random), scale: 1)!
        let base = ExactDecimal(digits: .random(in: 0...2500, using: &random), scale: 1)!
        let shares = SafeCurrent.shares(fuse: fuse, baseLoad: base, boxes: .random(in: 1...40, using: &random))
        let charging = shares.filter { $0 != ExactDecimal(0) }
        #expect(charging.allSatisfy { $0 >= ExactDecimal(6) })
        let together = charging.reduce(base) { $0.plus($1)! }
        #expect(charging.isEmpty || together <= fuse)
        // And no box waits that could have had its 6 A.
        #expect(charging.count == shares.count || together.plus(ExactDecimal(6))! > fuse)
    }

    struct Rounding: Sendable, CustomTestStringConvertible {
        var amperes: String
        var tenth: String
        var whole: String
        var testDescription: String { amperes }
    }

    @Test(arguments: [
        Rounding(amperes: "15.99", tenth: "15.9", whole: "15"), Rounding(amperes: "6", tenth: "6", whole: "6"),
        Rounding(amperes: "5.99", tenth: "0", whole: "0"), Rounding(amperes: "0.1", tenth: "0", whole: "0"),
        Rounding(amperes: "-3", tenth: "0", whole: "0"), Rounding(amperes: "6.95", tenth: "6.9", whole: "6"),
    ])
    func `a limit is rounded down, and is never one that cannot be announced`(_ test: Rounding) {
        #expect(SafeCurrent.usable(decimal(test.amperes)) == decimal(test.tenth))
        #expect(SafeCurrent.usable(decimal(test.amperes), resolution: .whole) == decimal(test.whole))
    }

    @Test func `a limit carries its own fallback in one schedule without an end`() {
        let profile = SafeCurrent(amperes: decimal("8.55")).profile(
            id: 4, of: TransactionID(7)!, limit: decimal("14.27"), at: Self.now)
        #expect(profile.purpose == .txProfile && profile.stackLevel == 0 && profile.validTo == nil)
        #expect(profile.schedule.start == time("2026-04-14T18:29:55Z"))
        #expect(profile.schedule.durationSeconds == nil)
        #expect(profile.schedule.periods == [.from(0, "14.2"), .from(180, "8.5")])
        #expect(ProfileRules.test().refusal(of: profile, on: 1) == nil)
    }

    @Test func `a box that takes watts gets watts, rounded down`() {
        let safe = SafeCurrent(amperes: decimal("6"), unit: .watt)
        let schedule = safe.schedule(limit: decimal("10.1"), at: Self.now)
        #expect(schedule.unit == .watt)
        #expect(schedule.periods == [.from(0, "6969"), .from(180, "4140")])
        #expect(
            safe.schedule(limit: decimal("10.1"), at: Self.now, phases: 1).periods.map(\.limit) == [
                decimal("2323"), decimal("1380"),
            ])
    }

    @Test func `the standing profile holds the safe current for ever`() {
        let profile = SafeCurrent(amperes: decimal("9"), resolution: .whole).standingProfile(id: 1, at: Self.now)
        #expect(profile.purpose == .txDefaultProfile && profile.stackLevel == 0 && profile.validTo == nil)
        #expect(profile.schedule.durationSeconds == nil && profile.schedule.periods == [.from(0, "9")])
        #expect(ProfileRules.test().refusal(of: profile, on: 0) == nil)
    }

    @Test(arguments: 0..<200)
    func `whatever is allocated, the last period is the safe current and nothing is between 0 and 6 A`(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let safe = SafeCurrent(
            amperes: ExactDecimal(digits: .random(in: 0...4000, using: &random), scale: 2)!,
            resolution: Bool.random(using: &random) ? .whole : .tenth)
        let limit = ExactDecimal(digits: .random(in: -500...40_000, using: &random), scale: 3)!
        let dead = Int.random(in: -5...600, using: &random)
        let schedule = safe.schedule(limit: limit, at: Self.now, after: dead)
        #expect(schedule.periods.count == 2 && schedule.durationSeconds == nil)
        #expect(schedule.periods[1].limit == safe.amperes)
        #expect(schedule.periods[0].limit <= max(limit, ExactDecimal(0)))
        for period in schedule.periods { #expect(period.limit == ExactDecimal(0) || period.limit >= ExactDecimal(6)) }
        // A box that hears nothing more is at the safe current once the schedule has run down, and stays there.
        var book = ProfileBook()
        _ = book.set(
            safe.profile(id: 1, of: TransactionID(7)!, limit: limit, at: Self.now, after: dead), on: 1, by: .test())
        let context = CompositeContext(running: .init(id: TransactionID(7)!, started: Self.now))
        let later = book.composite(
            of: 1, from: Self.now + .seconds(max(1, dead)), seconds: 1_000_000, in: context)
        #expect(later.periods.map(\.limit) == [safe.amperes])
    }

    @Test func `a lost box counts with the larger current until it has stepped down for certain`() {
        let safe = SafeCurrent(amperes: decimal("8"))
        func assumed(_ last: String, after seconds: Int, stepsDown: Bool = true) -> ExactDecimal {
            safe.assumed(last: decimal(last), given: Self.now, at: Self.now + .seconds(seconds), stepsDown: stepsDown)
        }
        #expect(assumed("16", after: 179) == decimal("16"))
        #expect(assumed("16", after: 180) == decimal("8"))
        #expect(assumed("0", after: 1) == decimal("8"))
        #expect(assumed("16", after: 100_000, stepsDown: false) == decimal("16"))
        #expect(assumed("6", after: 100_000, stepsDown: false) == decimal("8"))
    }
}
