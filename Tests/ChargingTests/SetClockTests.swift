import Charging
import Testing

/// Sessions of a box whose clock was wrong when they began, and is right when they end.
@Suite struct SetClockTests {
    /// By how many seconds the clock is wrong at first: a box without one, which begins in 2000, and one that is ahead.
    private static let errors: [Int64] = [946_684_800 - TestSite.beginning.seconds, -7200, 10_800]

    private static func site(wrongBy error: Int64, trusted: Bool = false, rules: SiteRules = SiteRules()) -> TestSite {
        var test = TestSite(rules: rules)
        test.setClock(backBy: -error)
        test.trusted = trusted
        return test
    }

    private static func setRight(_ test: inout TestSite, wrongBy error: Int64) {
        test.setClock(backBy: error)
        test.trusted = true
    }

    @Test(arguments: errors)
    func `a start that was dated by the wrong clock is put right when its transaction ends`(_ error: Int64) throws {
        var test = Self.site(wrongBy: error)
        try test.status(.preparing)
        test.clock += 30
        let id = try test.start(register: 1000)
        test.clock += 600
        Self.setRight(&test, wrongBy: error)
        test.clock += 600
        try test.stop(Int64(id.number), register: 9000)
        try test.status(.available)
        let session = try #require(test.sessions.first)
        #expect(session.pluggedIn == TestSite.at(0))
        #expect(session.started == TestSite.at(30))
        #expect(session.stopped == TestSite.at(1230) && session.pluggedOut == TestSite.at(1230))
        #expect(session.energy == Energy(wattHours: 8000))
        #expect(session.flags == [.clockUntrusted])
        #expect(test.isRecoverable)
    }

    @Test(arguments: errors)
    func `the meter's register counts although its times make no sense`(_ error: Int64) throws {
        var test = Self.site(wrongBy: error, rules: SiteRules(meterOfStation: ["CP1": "M"]))
        try test.read(wattHours: 500)
        test.clock += 10
        let id = try test.start(register: 0)
        for minute in 1...4 as ClosedRange<Int64> {
            test.clock += 60
            if minute == 3 { Self.setRight(&test, wrongBy: error) }
            try test.read(wattHours: 500 + minute * 100)
        }
        test.clock += 5
        try test.stop(Int64(id.number), register: 399)
        try test.status(.available)
        test.clock += 10
        try test.read(wattHours: 950)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 450) && session.energySource == .meter)
        #expect(session.meterSegments.first?.start.at == TestSite.at(0))
        #expect(session.started == TestSite.at(10) && session.stopped == TestSite.at(255))
    }

    @Test(arguments: errors)
    func `a station that knows the time better is believed all along`(_ error: Int64) throws {
        var test = Self.site(wrongBy: error)
        let id = try test.start(register: 0, at: 0)
        Self.setRight(&test, wrongBy: error)
        test.clock += 600
        try test.stop(Int64(id.number), register: 5)
        try test.status(.available)
        #expect(test.sessions.first?.started == TestSite.at(0))
        #expect(test.sessions.first?.stopped == TestSite.at(600))
    }

    @Test func `a synchronised clock is not put right by one that is set wrong later`() throws {
        var test = Self.site(wrongBy: 0, trusted: true)
        let id = try test.start(register: 0)
        test.clock += 600
        test.setClock(backBy: -7200)
        test.trusted = false
        try test.stop(Int64(id.number), register: 5)
        try test.status(.available)
        #expect(test.sessions.first?.started == TestSite.at(0))
    }

    @Test(arguments: errors)
    func `a wallbox that cannot talk begins and ends by the right clock`(_ error: Int64) throws {
        let mute = MuteRules(startAbove: 500, startAfter: .seconds(30), stopBelow: 100, stopAfter: .seconds(300))
        var test = Self.site(
            wrongBy: error, rules: SiteRules(meterOfStation: ["CP1": "M"], mute: ["CP1": mute]))
        var wattHours: Int64 = 1000
        /// A reading each minute.
        func read(minutes: Int, watts: Int64) throws {
            for _ in 0..<minutes {
                test.clock += 60
                wattHours += watts / 60
                try test.read(wattHours: wattHours, watts: watts)
            }
        }
        try read(minutes: 1, watts: 0)
        try read(minutes: 10, watts: 6000)
        try read(minutes: 1, watts: 0)
        Self.setRight(&test, wrongBy: error)
        try read(minutes: 6, watts: 0)
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 1000))
        #expect(session.started == TestSite.at(120))
        // The minute of the end is as near as can be known: the clock was set while it was waited for.
        let stopped = try #require(session.stopped)
        #expect((TestSite.at(720)...TestSite.at(1080)).contains(stopped))
        #expect(test.isRecoverable)
    }
}
