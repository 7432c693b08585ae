import Charging
import Testing

/// What profiles make together. The moments are those of Monday, 5 January 2026, in UTC.
@Suite struct CompositeScheduleTests {
    static let midnight = "2026-01-05T00:00:00Z"

    static func composite(
        _ profiles: [(evse: Int, profile: ChargingProfile)], from: String = midnight, hours: Int = 24,
        evse: Int = 1, context: CompositeContext = CompositeContext()
    ) -> CompositeSchedule {
        ProfileBook(profiles).composite(of: evse, from: time(from), seconds: hours * 3600, in: context)
    }

    static let night = ChargingProfile.make(
        1, kind: .recurring, recurrency: .daily, unit: .watt, start: "2026-01-01T00:00:00Z", duration: 86_400,
        periods: [.from(0, "11000"), .from(28_800, "6000"), .from(72_000, "11000")])

    @Test func `a daily default limits power by day and joins the nights across midnight`() {
        // 11 kW by night, 6 kW from 8 to 20 o'clock: the example of the TxDefaultProfile in OCPP 1.6.
        let context = CompositeContext(unit: .watt)
        let day = Self.composite([(0, Self.night)], hours: 48, context: context)
        #expect(day.written == "0:11000.0 28800:6000.0 72000:11000.0 115200:6000.0 158400:11000.0")
        let noon = Self.composite([(0, Self.night)], from: "2026-01-05T12:00:00Z", hours: 24, context: context)
        #expect(noon.written == "0:6000.0 28800:11000.0 72000:6000.0")
        let early = Self.composite([(0, Self.night)], from: "2025-12-31T23:00:00Z", hours: 2, context: context)
        #expect(early.written == "0:- 3600:11000.0", "nothing recurs before it began")
    }

    @Test func `on Sundays the higher level counts`() {
        let sunday = ChargingProfile.make(
            2, level: 1, kind: .recurring, recurrency: .weekly, unit: .watt, start: "2026-01-04T00:00:00Z",
            duration: 86_400, periods: [.from(0, "11000")])
        let week = Self.composite(
            [(0, Self.night), (0, sunday)], from: "2026-01-10T18:00:00Z", hours: 48,
            context: CompositeContext(unit: .watt))
        // From Saturday 18:00: the evening, then 11 kW from 20 o'clock through all Sunday, then Monday's day.
        #expect(week.written == "0:6000.0 7200:11000.0 136800:6000.0")
    }

    @Test func `a schedule that is over leaves the field to the next lower level`() {
        let short = ChargingProfile.make(2, level: 3, duration: 3600, periods: [.from(0, "10"), .from(1800, "8")])
        let both = Self.composite([(1, .make(1, periods: [.from(0, "14")])), (1, short)], hours: 2)
        #expect(both.written == "0:10.0 1800:8.0 3600:14.0")
        #expect(Self.composite([(1, short)], hours: 2).written == "0:10.0 1800:8.0 3600:-")
    }

    @Test func `periods beyond the duration are never reached`() {
        let profile = ChargingProfile.make(1, duration: 100, periods: [.from(0, "10"), .from(200, "32")])
        #expect(Self.composite([(1, profile)], hours: 1).written == "0:10.0 100:-")
    }

    @Test func `validity cuts a profile at both ends`() {
        var profile = ChargingProfile.make(1)
        profile.validFrom = time("2026-01-05T01:00:00Z")
        profile.validTo = time("2026-01-05T02:00:00Z")
        #expect(Self.composite([(1, profile)], hours: 3).written == "0:- 3600:16.0 7200:-")
    }

    static let running = CompositeContext.Running(id: TransactionID(7)!, started: time("2026-01-04T23:50:00Z"))

    @Test func `a transaction's own profile replaces the default, and the station's maximum limits both`() {
        let profiles: [(Int, ChargingProfile)] = [
            (0, .make(1, .chargingStationMaxProfile, periods: [.from(0, "20"), .from(5400, "12")])),
            (0, .make(2, periods: [.from(0, "10")])),
            (1, .make(3, .txProfile, transaction: 7, duration: 3600, periods: [.from(0, "16"), .from(1800, "32")])),
        ]
        #expect(Self.composite(profiles, hours: 2).written == "0:10.0", "nothing runs")
        let valid = Self.composite(profiles, hours: 2, context: CompositeContext(running: Self.running))
        #expect(valid.written == "0:16.0 1800:20.0 3600:10.0")
        let present = CompositeContext(running: Self.running, overruling: .whilePresent)
        #expect(Self.composite(profiles, hours: 2, context: present).written == "0:16.0 1800:20.0 5400:12.0")
        #expect(Self.composite(profiles, hours: 2, evse: 0).written == "0:20.0 5400:12.0")
        let other = CompositeContext(running: .init(id: TransactionID(8)!, started: Self.running.started))
        #expect(Self.composite(profiles, hours: 2, context: other).written == "0:10.0", "the profile is another's")
    }

    @Test func `a relative schedule runs from the start of the transaction`() {
        let profile = ChargingProfile.make(1, kind: .relative, periods: [.from(0, "6"), .from(1200, "16")])
        let context = CompositeContext(running: Self.running)
        #expect(Self.composite([(1, profile)], hours: 1, context: context).written == "0:6.0 600:16.0")
        #expect(Self.composite([(1, profile)], hours: 1).written == "0:6.0 1200:16.0", "as if it started now")
    }

    @Test func `a default for one EVSE counts before one for all`() {
        let profiles: [(Int, ChargingProfile)] = [
            (0, .make(1, level: 5, periods: [.from(0, "8")])), (1, .make(2, level: 0, periods: [.from(0, "13")])),
        ]
        #expect(Self.composite(profiles, hours: 1).written == "0:13.0")
        #expect(Self.composite(profiles, hours: 1, evse: 2).written == "0:8.0")
    }

    struct Conversion: Sendable, CustomTestStringConvertible {
        var limit: String
        var unit: RateUnit
        var phases: Int?
        var wanted: RateUnit
        var result: String
        var testDescription: String { "\(limit) \(unit.rawValue) on \(phases ?? 3) phases" }
    }

    @Test(arguments: [
        Conversion(limit: "16", unit: .ampere, wanted: .watt, result: "11040.0"),
        Conversion(limit: "6", unit: .ampere, phases: 1, wanted: .watt, result: "1380.0"),
        Conversion(limit: "11000", unit: .watt, wanted: .ampere, result: "15.9"),
        Conversion(limit: "4200", unit: .watt, phases: 3, wanted: .ampere, result: "6.0"),
        Conversion(limit: "4200", unit: .watt, phases: 1, wanted: .ampere, result: "18.2"),
        Conversion(limit: "15.99", unit: .ampere, wanted: .ampere, result: "15.9"),
        Conversion(limit: "16.000000000000002", unit: .ampere, wanted: .ampere, result: "16.0"),
        Conversion(limit: "10000000", unit: .ampere, wanted: .watt, result: "6900000000.0"),
        Conversion(limit: "0", unit: .watt, wanted: .ampere, result: "0.0"),
    ])
    func `amperes and watts are converted by the configured voltage, rounded down`(_ test: Conversion) {
        let profile = ChargingProfile.make(
            1, unit: test.unit, periods: [.from(0, test.limit, phases: test.phases)])
        let composite = Self.composite([(1, profile)], hours: 1, context: CompositeContext(unit: test.wanted))
        #expect(composite.periods.map { $0.limit.map { "\($0)" } } == [test.result])
    }

    @Test func `external constraints count besides everything, the lowest of them`() {
        var book = ProfileBook([(1, .make(1, periods: [.from(0, "16")]))])
        for (id, limit) in [(10, "12"), (11, "9")] {
            let constraint = ChargingProfile.make(
                id, .chargingStationExternalConstraints, level: 20 - id, duration: 60 * (id - 9),
                periods: [.from(0, limit, phases: 1)])
            var rules = ProfileRules.test()
            rules.highestStackLevel = 20
            #expect(book.constrain(constraint, on: id == 10 ? 0 : 1, by: rules) == .installed(replaced: []))
        }
        let composite = book.composite(of: 1, from: time(Self.midnight), seconds: 300, in: CompositeContext())
        #expect(composite.written == "0:9.0 120:16.0")
        #expect(composite.periods.map(\.phases) == [1, nil])
    }

    @Test func `power allowed on three phases is not allowed on one`() throws {
        // 16 A on each phase are 11040 W on three of them, but 3680 W when the other profile leaves only one.
        let profiles: [(Int, ChargingProfile)] = [
            (0, .make(1, .chargingStationMaxProfile, periods: [.from(0, "16")])),
            (1, .make(2, unit: .watt, periods: [.from(0, "7360", phases: 1)])),
        ]
        let power = Self.composite(profiles, hours: 1, context: CompositeContext(unit: .watt))
        #expect(power.written == "0:3680.0" && power.periods[0].phases == 1)
        #expect(Self.composite(profiles, hours: 1).written == "0:16.0")
        let three = Self.composite([profiles[0]], hours: 1, context: CompositeContext(unit: .watt))
        let one = Self.composite([profiles[1]], hours: 1, context: CompositeContext(unit: .watt))
        let both = try #require(three.minimum(with: one, supply: Supply()))
        #expect(both == power)
        #expect(one.minimum(with: three, supply: Supply()) == power)
    }

    @Test func `a composite schedule has a bound and says how far it reaches`() {
        let periods = (0..<1000).map { ChargingSchedule.Period.from($0, $0.isMultiple(of: 2) ? "6" : "7") }
        let busy = ChargingProfile.make(1, kind: .recurring, recurrency: .daily, periods: periods)
        let composite = Self.composite(
            [(1, busy)], hours: 1_000_000, context: CompositeContext(mostPeriods: 10))
        #expect(composite.periods.count == 10)
        #expect(composite.durationSeconds == 10)
        #expect(composite.period(at: time("2026-01-05T00:00:10Z")) == nil)
        let years = Self.composite([(1, busy)], hours: .max / 3600)
        #expect(years.periods.count == 1024)
        #expect(years.durationSeconds == 86_400 + 24)
    }

    @Test func `what nothing limits is sent as what the station is built for`() {
        let short = ChargingProfile.make(2, duration: 3600, periods: [.from(0, "40"), .from(60, "10")])
        let schedule = Self.composite([(1, short)], hours: 2).schedule(unlimited: decimal("32"))
        #expect(schedule.periods.map(\.limit) == [decimal("32"), decimal("10"), decimal("32")])
        #expect(schedule.start == time(Self.midnight) && schedule.durationSeconds == 7200)
    }

    @Test func `the cloud's profiles and the site's allocation make the lower of both`() throws {
        let upstream = Self.composite(
            [(1, .make(1, duration: 3600, periods: [.from(0, "32"), .from(1800, "8")]))], hours: 2)
        #expect(upstream.capped(at: decimal("10.09")).written == "0:10.0 1800:8.0 3600:10.0")
        #expect(upstream.capped(at: decimal("-1")).written == "0:0.0")
        let local = CompositeSchedule(
            evse: 1, start: time("2026-01-05T00:10:00Z"), durationSeconds: 3600, unit: .watt,
            periods: [
                .init(startSeconds: 0, limit: decimal("11040")), .init(startSeconds: 1500, limit: decimal("4200")),
            ])
        let both = try #require(upstream.minimum(with: local, supply: Supply()))
        #expect(both.start == time("2026-01-05T00:10:00Z") && both.durationSeconds == 3600)
        #expect(both.written == "0:16.0 1200:8.0 1500:6.0")
        let later = CompositeSchedule(
            evse: 1, start: time("2026-01-06T00:00:00Z"), durationSeconds: 60, unit: .ampere, periods: [])
        #expect(upstream.minimum(with: later, supply: Supply()) == nil)
    }
}
