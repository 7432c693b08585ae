import Charging
import Testing

/// When the assigned meter's marks may be counted, and when a session stops waiting.
@Suite struct SessionDraftTests {
    private static let assigned = SiteRules(meterOfStation: ["CP1": "M"])

    @Test func `a meter that was silent at the start gives way to the station's registers`() throws {
        var test = TestSite(rules: Self.assigned)
        let id = try test.start(register: 1000)
        test.clock = 1800
        try test.read(wattHours: 50_000)
        test.clock = 3600
        try test.stop(Int64(id.number), register: 11_000)
        try test.status(.available)
        try test.read(wattHours: 55_000)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 10_000))
        #expect(session.energySource == .station)
        #expect(session.flags.contains(.meterUnavailable))
        #expect(session.meterSegments.first?.start.register == ExactDecimal(50_000), "kept beside it")
        #expect(test.isRecoverable)
    }

    @Test func `a meter that is first heard after the stop tells nothing of the session`() throws {
        var test = TestSite(rules: Self.assigned)
        let id = try test.start(register: 1000)
        test.clock = 40
        try test.stop(Int64(id.number), register: 1100)
        test.clock = 45
        try test.read(wattHours: 50_000)
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 100), "not 0 Wh")
        #expect(session.flags.contains(.meterUnavailable))
    }

    @Test func `what one session charged while the meter was silent is not counted in the next`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 50_000)
        test.clock = 10
        let first = try test.start(register: 0)
        test.clock = 3600
        try test.stop(Int64(first.number), register: 20_000)
        try test.status(.available)
        test.clock = 5000
        try test.apply(.tick)
        let second = try test.start(register: 20_000)
        test.clock = 5500
        try test.read(wattHours: 71_000)
        test.clock = 6000
        try test.stop(Int64(second.number), register: 23_000)
        try test.read(wattHours: 73_000)
        try test.status(.charging)
        try test.status(.available)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 20_000), Energy(wattHours: 3000)])
    }

    @Test func `two sessions in a row share no stretch of the meter`() throws {
        var test = TestSite(rules: Self.assigned)
        test.clock = 95
        try test.read(wattHours: 1000)
        let first = try test.start(register: 0)
        test.clock = 195
        try test.read(wattHours: 1300)
        test.clock = 200
        try test.stop(Int64(first.number), register: 310)
        test.clock = 202
        let second = try test.start(tag: "OTHER", register: 310)
        test.clock = 205
        try test.read(wattHours: 1320)
        test.clock = 300
        try test.stop(Int64(second.number), register: 600)
        try test.read(wattHours: 1600)
        try test.status(.available)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 320), Energy(wattHours: 280)])
        #expect(test.sessions.allSatisfy { $0.energySource == .meter && $0.meterSegments.count == 1 })
        #expect(test.isRecoverable)
    }

    @Test func `a meter heard long after the next start cannot tell two sessions apart`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 1000)
        let first = try test.start(register: 0)
        test.clock = 100
        try test.stop(Int64(first.number), register: 300)
        test.clock = 110
        let second = try test.start(tag: "OTHER", register: 300)
        test.clock = 700
        try test.read(wattHours: 4000)
        test.clock = 800
        try test.stop(Int64(second.number), register: 3300)
        try test.read(wattHours: 4300)
        try test.status(.available)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 300), Energy(wattHours: 3000)])
        #expect(test.sessions.allSatisfy { $0.flags.contains(.meterUnavailable) })
    }

    @Test func `a stop told late finds no register where the meter was silent then`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 1000)
        let id = try test.start(register: 0)
        test.clock = 5000
        try test.read(wattHours: 9000)
        try test.stop(Int64(id.number), register: 300, at: 100)
        try test.status(.available)
        #expect(test.sessions.first?.energy == Energy(wattHours: 300))
        #expect(test.sessions.first?.flags.contains(.meterUnavailable) == true)
    }

    @Test func `a leap of the register is no energy`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 1000)
        let id = try test.start(register: 0)
        for value in [90_000_000, 90_000_010, 90_000_020, 90_000_030] as [Int64] {
            test.clock += 10
            try test.read(wattHours: value)
        }
        try test.stop(Int64(id.number), register: 60)
        try test.status(.available)
        try test.read(wattHours: 90_000_040)
        #expect(test.sessions.first?.energy == Energy(wattHours: 60))
        #expect(test.sessions.first?.flags.contains(.meterUnavailable) == true)
    }

    @Test func `a start told after the meter was exchanged is not counted across the two`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 5000)
        test.clock = 100
        try test.read(wattHours: 70_000, serial: "S2")
        let id = try test.start(register: 0, at: 50)
        test.clock = 200
        try test.read(wattHours: 70_100, serial: "S2")
        try test.stop(Int64(id.number), register: 150)
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.flags.contains(.meterExchanged))
        #expect(session.energy == Energy(wattHours: 150))
        #expect(session.energySource == .station)
    }

    @Test func `a session is counted by one meter only`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 1000)
        let id = try test.start(register: 0)
        // The configuration names another meter from now on; what is known of the session stays.
        test.restart(with: SiteRules(meterOfStation: ["CP1": "N"]))
        test.clock = 100
        try test.read("N", wattHours: 800_000)
        try test.stop(Int64(id.number), register: 150)
        try test.status(.available)
        test.clock = 1100
        try test.apply(.tick)
        #expect(test.sessions.first?.energy == Energy(wattHours: 150))
        #expect(test.sessions.first?.flags.contains(.meterUnavailable) == true)
    }

    @Test func `a clock set back during a session loses none of its energy`() throws {
        var test = TestSite(rules: Self.assigned)
        test.clock = 7200
        try test.read(wattHours: 1000)
        let id = try test.start(register: 0)
        test.clock = 7800
        try test.read(wattHours: 3000)
        test.setClock(backBy: 3600)
        try test.read(wattHours: 3010)
        test.clock += 600
        try test.read(wattHours: 5000)
        test.clock += 5
        try test.stop(Int64(id.number), register: 4100)
        try test.status(.available)
        test.clock += 5
        try test.read(wattHours: 5100)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 4100))
        #expect(session.energySource == .meter)
        #expect(test.isRecoverable)
    }

    @Test func `a sample from the future does not hide those that follow`() throws {
        var test = TestSite()
        let id = Int64(try test.start(register: 0).number)
        test.clock = 1_000_000
        try test.sample(100, transaction: id)
        test.clock = 60
        try test.sample(900, transaction: id)
        test.clock = 600
        try test.start(tag: "OTHER", register: 1000)
        test.clock += 900
        try test.apply(.tick)
        #expect(test.sessions.first?.energy == Energy(wattHours: 900))
    }

    struct Step: Sendable, CustomTestStringConvertible {
        var back: Int64
        var testDescription: String { "\(back) s back" }
    }

    @Test(arguments: [Step(back: 86_400), Step(back: -86_400)])
    func `the wait for the plug-out is the same whatever happens to the clock`(_ step: Step) throws {
        var test = TestSite(rules: SiteRules(finalAfter: .minutes(15)))
        test.clock = 100_000
        let id = try test.start(register: 0)
        try test.stop(Int64(id.number), register: 7)
        test.setClock(backBy: step.back)
        test.clock += 899
        try test.apply(.tick)
        #expect(test.sessions.isEmpty, "not too early")
        test.clock += 1
        try test.apply(.tick)
        #expect(test.sessions.count == 1, "and not a day later")
        #expect(test.isRecoverable)
    }
}
