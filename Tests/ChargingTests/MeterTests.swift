import Charging
import Testing

@Suite struct MeterTests {
    private static let assigned = SiteRules(meterOfStation: ["CP1": "M"])
    private static let mute = SiteRules(
        meterOfStation: ["CP1": "M"],
        mute: ["CP1": MuteRules(startAbove: 500, startAfter: .seconds(30), stopBelow: 100, stopAfter: .seconds(60))])

    @Test func `an assigned meter is the authority and the station's own registers are kept beside it`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 50_000)
        test.clock = 5
        let id = try test.start(register: 1000)
        test.clock = 10
        try test.read(wattHours: 50_010)
        test.clock = 3600
        try test.read(wattHours: 57_300)
        test.clock = 3605
        try test.stop(Int64(id.number), register: 8_200)
        try test.status(.available)
        #expect(test.sessions.isEmpty, "the meter's register after the stop is not read yet")
        test.clock = 3610
        try test.read(wattHours: 57_345)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 7345))
        #expect(session.energySource == .meter)
        #expect(session.stationRegister.energy == Energy(wattHours: 7200))
        #expect(session.meterSegments.first?.start.register == ExactDecimal(50_000))
        #expect(test.isRecoverable)
    }

    @Test func `messages told late find the meter's registers of their own time`() throws {
        var test = TestSite(rules: Self.assigned)
        for minute in 0..<10 {
            test.clock = Int64(minute) * 60
            try test.read(wattHours: 1000 + Int64(minute) * 100)
        }
        test.clock = 600
        let id = try test.start(register: 0, at: 90)
        try test.stop(Int64(id.number), register: 300, at: 270)
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.meterSegments.first?.start.at == TestSite.at(60))
        #expect(session.meterSegments.first?.stop.at == TestSite.at(300))
        #expect(session.energy == Energy(wattHours: 400))
    }

    @Test func `a silent meter gives way to the station's registers, visibly`() throws {
        var test = TestSite(rules: Self.assigned)
        let id = try test.start(register: 1000)
        test.clock = 100
        try test.stop(Int64(id.number), register: 1500)
        try test.status(.available)
        test.clock = 100 + 900
        try test.apply(.tick)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 500))
        #expect(session.energySource == .station)
        #expect(session.flags.contains(.meterUnavailable))
    }

    @Test func `two connectors behind one meter count by their own registers`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 0)
        let one = try test.start(evse: 1, register: 0)
        let two = try test.start(evse: 2, register: 0)
        test.clock = 100
        try test.stop(Int64(one.number), register: 30)
        try test.stop(Int64(two.number), register: 40)
        try test.read(wattHours: 70)
        try test.status(.available, evse: 1)
        try test.status(.available, evse: 2)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 30), Energy(wattHours: 40)])
        #expect(test.sessions.allSatisfy { $0.flags.contains(.meterShared) && $0.energySource == .station })
    }

    @Test func `two connectors without an assigned meter share none`() throws {
        var test = TestSite()
        let one = try test.start(evse: 1, register: 0)
        let two = try test.start(evse: 2, register: 0)
        test.clock = 100
        try test.stop(Int64(one.number), register: 30)
        try test.stop(Int64(two.number), register: 40)
        try test.status(.available, evse: 1)
        try test.status(.available, evse: 2)
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 30), Energy(wattHours: 40)])
        #expect(test.sessions.allSatisfy { !$0.flags.contains(.meterShared) })
    }

    @Test func `a wallbox that cannot talk has sessions by its meter's power`() throws {
        var test = TestSite(rules: Self.mute)
        func read(_ test: inout TestSite, _ seconds: Int64, _ wattHours: Int64, _ watts: Int64) throws {
            test.clock = seconds
            try test.read(wattHours: wattHours, watts: watts)
        }
        try read(&test, 0, 1000, 3)
        try read(&test, 10, 1000, 7000)
        try read(&test, 20, 1020, 7000)
        #expect(test.facts.allSatisfy { $0.kind == .reading }, "not long enough yet")
        try read(&test, 40, 1060, 7000)
        try read(&test, 50, 1080, 50)
        try read(&test, 60, 1081, 6000)
        try read(&test, 300, 1500, 20)
        try read(&test, 340, 1501, 20)
        #expect(test.sessions.isEmpty, "a pause is no end")
        try read(&test, 360, 1502, 20)
        let session = try #require(test.sessions.first)
        #expect(session.started == TestSite.at(10))
        #expect(session.stopped == TestSite.at(300))
        #expect(session.energy == Energy(wattHours: 500), "from the last reading without load to the first again")
        #expect(session.flags == [.derived])
        #expect(session.tag == nil)
        #expect(test.isRecoverable)
    }

    @Test func `a mute wallbox's session does not begin on the meter before`() throws {
        var test = TestSite(rules: Self.mute)
        try test.read(wattHours: 5000, watts: 3)
        for (seconds, wattHours, watts) in [
            (600, 90_000, 7000), (640, 90_080, 7000), (700, 90_200, 0), (770, 90_200, 0),
        ] as [(Int64, Int64, Int64)] {
            test.clock = seconds
            try test.read(wattHours: wattHours, watts: watts, serial: "S2")
        }
        #expect(test.sessions.first?.energy == Energy(wattHours: 200))
    }

    @Test func `a short peak is no session`() throws {
        var test = TestSite(rules: Self.mute)
        for (seconds, watts) in [(0, 0), (10, 3000), (20, 3000), (30, 0), (100, 0)] as [(Int64, Int64)] {
            test.clock = seconds
            try test.read(wattHours: 1000, watts: watts)
        }
        #expect(test.facts.allSatisfy { $0.kind == .reading })
    }

    struct Register: Sendable, CustomTestStringConvertible {
        var name: String
        var values: [Int64]
        var judgements: [Judgement]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Register(name: "growing", values: [100, 100, 250], judgements: [.normal, .normal, .normal]),
        Register(name: "a zero once", values: [100, 0, 250], judgements: [.normal, .suspect, .normal]),
        Register(
            name: "a reset", values: [100_000, 0, 5, 10, 15],
            judgements: [.normal, .suspect, .suspect, .reset, .normal]),
        Register(
            name: "a jump no meter makes", values: [100, 90_000_000, 300], judgements: [.normal, .suspect, .normal]),
        Register(
            name: "a jump that is confirmed", values: [100, 90_000, 90_001, 90_002],
            judgements: [.normal, .suspect, .suspect, .leap]),
    ])
    func `a register's steps are told apart`(_ register: Register) throws {
        var test = TestSite()
        for value in register.values {
            test.clock += 10
            try test.read(wattHours: value)
        }
        #expect(
            test.facts.map {
                guard case .reading(let judged) = $0 else { return .noRegister }
                return judged.judgement
            } == register.judgements)
    }

    @Test func `a rollover goes on counting`() throws {
        let rules = SiteRules(meterOfStation: ["CP1": "M"], registerModulus: ["M": ExactDecimal(1_000_000)])
        var test = TestSite(rules: rules)
        try test.read(wattHours: 999_900)
        let id = try test.start(register: 0)
        test.clock = 60
        try test.read(wattHours: 50)
        test.clock = 100
        try test.stop(Int64(id.number), register: 0)
        try test.status(.available)
        try test.read(wattHours: 80)
        #expect(test.sessions.first?.energy == Energy(wattHours: 180))
        #expect(test.sessions.first?.flags.contains(.meterRollover) == true)
    }

    @Test func `a meter exchanged in the middle begins a new segment`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 5000)
        let id = try test.start(register: 0)
        test.clock = 60
        try test.read(wattHours: 5100)
        test.clock = 120
        try test.read(wattHours: 3, serial: "S2")
        test.clock = 180
        try test.read(wattHours: 53, serial: "S2")
        try test.stop(Int64(id.number), register: 160)
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.meterSegments.count == 2)
        #expect(session.energy == Energy(wattHours: 150))
        #expect(session.flags.contains(.meterExchanged))
    }

    @Test func `an old telegram sent once more does not stand for the register at the end`() throws {
        var test = TestSite(rules: Self.assigned)
        let telegram = { (test: TestSite, wattHours: Int64, measured: Int64) in
            Event.meter(
                MeterReading(
                    meter: "M", serialNumber: "S1", at: TestSite.at(test.clock),
                    registers: [
                        RegisterValue(obis: .energyImport, value: ExactDecimal(wattHours), unit: "Wh", raw: "")
                    ], origin: .p1, measuredAt: TestSite.at(measured)))
        }
        try test.apply(telegram(test, 50_000, 0))
        let id = try test.start(register: 1000)
        test.clock = 60
        try test.apply(telegram(test, 50_400, 58))
        test.clock = 100
        try test.stop(Int64(id.number), register: 1500)
        try test.status(.available)
        for seconds in stride(from: Int64(110), through: 900, by: 10) {
            test.clock = seconds
            #expect(try test.apply(telegram(test, 50_400, 58)) == .duplicate)
        }
        #expect(test.sessions.isEmpty, "what the meter shows now is not known")
        test.clock = 1000
        try test.apply(.tick)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 500) && session.energySource == .station)
        #expect(session.flags.contains(.meterUnavailable))
        #expect(test.isRecoverable)
    }

    @Test func `a register that steps back by one at the end takes nothing away`() throws {
        var test = TestSite(rules: Self.assigned)
        try test.read(wattHours: 50_000)
        let id = try test.start(register: 1000)
        test.clock = 100
        try test.stop(Int64(id.number), register: 1001)
        try test.status(.available)
        test.clock = 110
        try test.read(wattHours: 49_999)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 0) && session.energySource == .meter)
        #expect(session.flags == [.plugTimesUnknown])
    }
}
