import Charging
import Testing

/// Which profiles are taken: C-2 and C-2a of the facts about OCPP 2.0.1, C-1 to C-5 of those about 1.6.
@Suite struct ProfileRulesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var profile: ChargingProfile
        var evse = 1
        var refusal: ProfileRefusal?
        var testDescription: String { refusal.map { "\($0.reasonCode): \($0)" } ?? "taken" }
    }

    @Test(arguments: [
        Case(profile: .make(1)), Case(profile: .make(1), evse: 0),
        Case(profile: .make(1), evse: 3, refusal: .unknownEVSE(3)),
        Case(profile: .make(1), evse: -1, refusal: .unknownEVSE(-1)),
        Case(profile: .make(1, .chargingStationMaxProfile), evse: 0),
        Case(profile: .make(1, .chargingStationMaxProfile), refusal: .needsWholeStation),
        Case(
            profile: .make(1, .chargingStationMaxProfile, kind: .relative), evse: 0, refusal: .relativeMaximum),
        Case(profile: .make(1, .txProfile, transaction: 7)),
        Case(profile: .make(1, .txProfile, transaction: 7), evse: 0, refusal: .needsOneEVSE),
        Case(profile: .make(1, .txProfile, transaction: 7), evse: 2, refusal: .transactionNotRunning),
        Case(profile: .make(1, .txProfile, transaction: 8), refusal: .transactionNotRunning),
        Case(profile: .make(1, .txProfile), refusal: .transactionMissing),
        Case(profile: .make(1, transaction: 7), refusal: .transactionNotWanted),
        Case(profile: .make(1, level: 9), refusal: .stackLevel(highest: 8)),
        Case(profile: .make(1, level: -1), refusal: .stackLevel(highest: 8)),
        Case(profile: .make(1, start: nil), refusal: .startMissing),
        Case(profile: .make(1, kind: .recurring, recurrency: .daily, start: nil), refusal: .startMissing),
        Case(profile: .make(1, kind: .relative)),
        Case(profile: .make(1, kind: .recurring), refusal: .recurrency),
        Case(profile: .make(1, recurrency: .weekly), refusal: .recurrency),
        Case(profile: .make(1, duration: 0), refusal: .duration),
        Case(profile: .make(1, duration: .max), refusal: .duration),
        Case(profile: .make(1, periods: []), refusal: .noPeriods),
        Case(profile: .make(1, periods: [.from(1, "16")]), refusal: .periodOrder),
        Case(profile: .make(1, periods: [.from(0, "16"), .from(60, "8"), .from(60, "7")]), refusal: .periodOrder),
        Case(profile: .make(1, periods: [.from(0, "16"), .from(.max, "7")]), refusal: .periodOrder),
        Case(profile: .make(1, periods: [.from(0, "-0.1")]), refusal: .limit),
        Case(profile: .make(1, periods: [.from(0, "1e9")]), refusal: .limit),
        Case(profile: .make(1, periods: [.from(0, "16", phases: 4)]), refusal: .phases),
        Case(profile: .make(1, periods: (0..<1024).map { .from($0, "16") })),
        Case(profile: .make(1, periods: (0..<1025).map { .from($0, "16") }), refusal: .tooManyPeriods(most: 1024)),
    ])
    func `a profile is taken or told why not`(_ test: Case) {
        #expect(ProfileRules.test().refusal(of: test.profile, on: test.evse) == test.refusal)
    }

    @Test func `a relative schedule has no start of its own`() {
        var profile = ChargingProfile.make(1, kind: .relative)
        profile.schedule.start = time("2026-01-05T00:00:00Z")
        #expect(ProfileRules.test().refusal(of: profile, on: 1) == .startNotWanted)
    }

    @Test func `validity ends after it begins`() {
        var profile = ChargingProfile.make(1)
        profile.validFrom = time("2026-01-05T00:00:00Z")
        profile.validTo = profile.validFrom
        #expect(ProfileRules.test().refusal(of: profile, on: 1) == .validity)
        profile.validTo = time("2026-01-05T00:00:01Z")
        #expect(ProfileRules.test().refusal(of: profile, on: 1) == nil)
    }

    @Test func `a phase is named only where one is used`() {
        var profile = ChargingProfile.make(1, periods: [.from(0, "16", phases: 3)])
        profile.schedule.periods[0].phaseToUse = 2
        #expect(ProfileRules.test().refusal(of: profile, on: 1) == .phases)
        profile.schedule.periods[0].phases = 1
        #expect(ProfileRules.test().refusal(of: profile, on: 1) == nil)
    }

    @Test func `a station that takes only watts refuses amperes`() {
        var rules = ProfileRules.test()
        rules.units = [.watt]
        #expect(rules.refusal(of: .make(1), on: 1) == .unit(.ampere))
        #expect(rules.refusal(of: .make(1, unit: .watt), on: 1) == nil)
    }

    @Test func `OCPP 1_6 may leave the transaction and the start out`() {
        let rules = ProfileRules.test(.sameLevel)
        #expect(rules.refusal(of: .make(1, .txProfile), on: 1) == nil)
        #expect(rules.refusal(of: .make(1, .txProfile), on: 2) == .transactionNotRunning)
        let now = Timestamp(microseconds: 1_767_600_000_500_000)
        let begun = ChargingProfile.make(1, start: nil).starting(at: now)
        #expect(begun.schedule.start == Timestamp(seconds: 1_767_600_000))
        #expect(rules.refusal(of: begun, on: 1) == nil)
        #expect(ChargingProfile.make(1, kind: .relative).starting(at: now).schedule.start == nil)
    }

    @Test func `a profile that comes with a start names no transaction yet`() {
        var rules = ProfileRules.test()
        rules.comesWithStart = true
        #expect(rules.refusal(of: .make(1, .txProfile), on: 2) == nil)
        #expect(rules.refusal(of: .make(1, .txProfile, transaction: 7), on: 1) == .transactionNotWanted)
    }

    @Test func `reason codes fit into a StatusInfo`() {
        let all: [ProfileRefusal] = [
            .externalConstraints, .unknownEVSE(1), .needsWholeStation, .needsOneEVSE, .transactionMissing,
            .transactionNotRunning, .transactionNotWanted, .stackLevel(highest: 1), .unit(.watt), .startMissing,
            .startNotWanted, .relativeMaximum, .recurrency, .validity, .duration, .noPeriods,
            .tooManyPeriods(most: 1), .periodOrder, .limit, .phases, .duplicate(of: 1), .tooManyProfiles(most: 1),
        ]
        for refusal in all {
            #expect(refusal.reasonCode.utf8.count <= 20)
            #expect(refusal.description.hasSuffix("."))
        }
    }
}
