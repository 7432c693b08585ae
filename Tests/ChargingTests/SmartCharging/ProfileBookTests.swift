import Charging
import Testing

/// How profiles come in, replace each other and go.
@Suite struct ProfileBookTests {
    @Test func `in 1_6 the same purpose and level replaces, on the same EVSE`() {
        var book = ProfileBook()
        let rules = ProfileRules.test(.sameLevel)
        #expect(book.set(.make(1, level: 2), on: 1, by: rules) == .installed(replaced: []))
        #expect(book.set(.make(2, level: 2), on: 1, by: rules) == .installed(replaced: [1]))
        #expect(book.set(.make(3, level: 2), on: 0, by: rules) == .installed(replaced: []))
        #expect(book.set(.make(4, level: 3), on: 1, by: rules) == .installed(replaced: []))
        #expect(book.set(.make(4, level: 2), on: 1, by: rules) == .installed(replaced: [2, 4]))
        #expect(book.installed.map(\.profile.id) == [3, 4])
    }

    @Test func `in 2_0_1 only the same id replaces, and another id in the same place is refused`() {
        var book = ProfileBook()
        let rules = ProfileRules.test(.sameID)
        #expect(book.set(.make(1, level: 2), on: 1, by: rules) == .installed(replaced: []))
        #expect(book.set(.make(2, level: 2), on: 1, by: rules) == .refused(.duplicate(of: 1)))
        #expect(book.set(.make(2, level: 2), on: 2, by: rules) == .installed(replaced: []))
        #expect(book.set(.make(3, level: 2), on: 0, by: rules) == .refused(.duplicate(of: 1)))
        #expect(book.set(.make(1, level: 4), on: 0, by: rules) == .installed(replaced: [1]))
        #expect(book.set(.make(5, .txProfile, transaction: 7), on: 1, by: rules) == .installed(replaced: []))
        #expect(book.set(.make(6, .txProfile, transaction: 7), on: 1, by: rules) == .refused(.duplicate(of: 5)))
    }

    @Test func `profiles that are never valid together do not stand in each other's way`() {
        var book = ProfileBook()
        var january = ChargingProfile.make(1)
        january.validTo = time("2026-02-01T00:00:00Z")
        var february = ChargingProfile.make(2)
        february.validFrom = january.validTo
        #expect(book.set(january, on: 1, by: .test()) == .installed(replaced: []))
        #expect(book.set(february, on: 1, by: .test()) == .installed(replaced: []))
        february.validFrom = time("2026-01-31T00:00:00Z")
        #expect(book.set(february, on: 1, by: .test()) == .refused(.duplicate(of: 1)))
        #expect(book.expire(at: time("2026-02-01T00:00:00Z")).map(\.profile.id) == [1])
    }

    @Test func `a transaction takes its profiles with it`() {
        var book = ProfileBook()
        // Without an id, as 1.6 allows: it is that of the transaction that runs.
        _ = book.set(.make(1, .txProfile), on: 1, by: .test(.sameLevel))
        _ = book.set(.make(2), on: 1, by: .test(.sameLevel))
        #expect(book.transactionEnded(TransactionID(8)!).isEmpty)
        #expect(book.transactionEnded(TransactionID(7)!).map(\.profile.id) == [1])
        #expect(book.installed.map(\.profile.id) == [2])
    }

    struct Clearing: Sendable, CustomTestStringConvertible {
        var criteria: ProfileCriteria
        var cleared: [Int]
        var testDescription: String { "\(cleared)" }
    }

    @Test(arguments: [
        Clearing(criteria: ProfileCriteria(), cleared: [1, 2, 3, 4]),
        Clearing(criteria: ProfileCriteria(ids: [3], evse: 2, stackLevel: 7), cleared: [3]),
        Clearing(criteria: ProfileCriteria(ids: [99]), cleared: []),
        Clearing(criteria: ProfileCriteria(evse: 1), cleared: [2, 4]),
        Clearing(criteria: ProfileCriteria(purpose: .txDefaultProfile), cleared: [2, 3]),
        Clearing(criteria: ProfileCriteria(evse: 1, purpose: .txDefaultProfile, stackLevel: 1), cleared: [2]),
        Clearing(criteria: ProfileCriteria(evse: 1, purpose: .txDefaultProfile, stackLevel: 2), cleared: []),
    ])
    func `clearing removes what all criteria match`(_ test: Clearing) {
        var book = ProfileBook([
            (0, .make(1, .chargingStationMaxProfile)), (1, .make(2, level: 1)), (2, .make(3, level: 1)),
            (1, .make(4, .txProfile, level: 5, transaction: 7)),
        ])
        #expect(book.list(test.criteria).map(\.profile.id) == test.cleared)
        #expect(book.clear(test.criteria).map(\.profile.id) == test.cleared)
        #expect(book.installed.count == 4 - test.cleared.count)
    }

    @Test func `external constraints are the site's own`() {
        var book = ProfileBook()
        let dimming = ChargingProfile.make(9, .chargingStationExternalConstraints)
        #expect(book.set(dimming, on: 0, by: .test()) == .refused(.externalConstraints))
        #expect(book.constrain(.make(9), on: 0, by: .test()) == .refused(.externalConstraints))
        #expect(book.constrain(dimming, on: 0, by: .test()) == .installed(replaced: []))
        #expect(book.constrain(dimming, on: 0, by: .test()) == .installed(replaced: [9]))
        #expect(book.set(.make(9), on: 0, by: .test()) == .refused(.duplicate(of: 9)))
        #expect(book.clear(ProfileCriteria()).isEmpty)
        #expect(book.release(constraint: 9).count == 1)
        #expect(book.installed.isEmpty)
    }

    @Test func `a book has room for 64 profiles and 4096 periods`() {
        var book = ProfileBook()
        var rules = ProfileRules.test()
        rules.highestStackLevel = 100
        for id in 0..<64 { #expect(book.set(.make(id, level: id), on: 1, by: rules) == .installed(replaced: [])) }
        #expect(book.set(.make(64, level: 64), on: 1, by: rules) == .refused(.tooManyProfiles(most: 64)))
        #expect(book.set(.make(63, level: 64), on: 1, by: rules) == .installed(replaced: [63]))
        var long = ProfileBook()
        let periods = (0..<1024).map { ChargingSchedule.Period.from($0, "16") }
        for id in 0..<4 {
            #expect(long.set(.make(id, level: id, periods: periods), on: 1, by: rules) == .installed(replaced: []))
        }
        #expect(long.set(.make(4, level: 4), on: 1, by: rules) == .refused(.tooManyPeriods(most: 4096)))
        #expect(long.installed.count == 4)
    }
}
