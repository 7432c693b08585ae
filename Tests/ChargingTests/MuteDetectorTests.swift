import Charging
import Testing

/// A wallbox that cannot talk, behind a meter that lives through what meters live through.
@Suite struct MuteDetectorTests {
    private static let rules = SiteRules(
        meterOfStation: ["CP1": "M"],
        mute: ["CP1": MuteRules(startAbove: 500, startAfter: .seconds(30), stopBelow: 100, stopAfter: .seconds(300))])

    private var test = TestSite(rules: rules)

    /// A reading of each: seconds, watt-hours, watts.
    private mutating func read(_ readings: [(Int64, Int64, Int64?)], serial: String = "S1") throws {
        for (seconds, wattHours, watts) in readings {
            test.clock = seconds
            try test.read(wattHours: wattHours, watts: watts, serial: serial)
        }
    }

    /// A reading without power every 10 s.
    private mutating func read(from first: Int64, to last: Int64, wattHours: (Int64) -> Int64) throws {
        for step in first..<last {
            test.clock = step * 10
            try test.read(wattHours: wattHours(step), watts: nil)
        }
    }

    @Test mutating func `what the wallbox draws for itself is no session`() throws {
        for minute in 0..<200 as Range<Int64> {
            test.clock = minute * 60
            try test.read(wattHours: 1000 + minute, watts: 60)
        }
        #expect(!test.facts.contains { $0.kind == .transactionStarted })
    }

    @Test mutating func `clouds over the solar plant do not end a session`() throws {
        try read([(0, 1000, 5), (10, 1010, 4000), (60, 1060, 4000)])
        for cloud in 0..<5 {
            let base = Int64(cloud) * 600
            try read([(base + 120, 1100 + base / 10, 6), (base + 300, 1100 + base / 10, 6)])
            try read([(base + 400, 1110 + base / 10, 2000)])
        }
        #expect(test.sessions.isEmpty)
        try read([(4000, 2000, 5), (4290, 2000, 5)])
        #expect(test.sessions.isEmpty)
        try read([(4300, 2000, 5)])
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 1000)])
        #expect(test.sessions.first?.stopped == TestSite.at(4000))
        #expect(test.isRecoverable)
    }

    @Test mutating func `a zero that the meter showed once does no harm`() throws {
        try read([(0, 1000, 0), (10, 1010, 7000), (20, 0, 0), (30, 1030, 7000), (45, 1060, 7000)])
        try read([(60, 0, 7000), (100, 1200, 7000), (200, 1400, 0), (210, 0, 0), (500, 1400, 0)])
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 400))
        #expect(session.started == TestSite.at(10) && session.stopped == TestSite.at(200))
        #expect(session.flags == [.derived])
    }

    @Test mutating func `a meter that is exchanged in the middle makes a session of two parts`() throws {
        try read([(0, 1000, 0), (10, 1010, 7000), (45, 1060, 7000), (100, 1160, 7000)])
        try read([(160, 7, 7000), (220, 127, 7000), (300, 200, 0), (480, 200, 0), (650, 200, 0)], serial: "S2")
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 160 + 193))
        #expect(session.meterSegments.count == 2)
        #expect(session.flags == [.derived, .meterExchanged])
    }

    @Test mutating func `a session does not begin on a meter that was exchanged while power rose`() throws {
        try read([(0, 90_000, 0), (10, 90_010, 7000)])
        try read([(20, 5, 7000), (60, 85, 7000), (100, 165, 0), (450, 165, 0)], serial: "S2")
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 160)])
        #expect(test.sessions.first?.started == TestSite.at(20))
    }

    @Test mutating func `what was charged while nobody looked belongs to the session, not behind its end`() throws {
        try read([(0, 1000, 0), (10, 1010, 7000), (60, 1100, 7000), (120, 1200, 0)])
        // Two hours without readings, and the car went on meanwhile.
        try read([(7320, 9200, 0), (7500, 9200, 0)])
        #expect(test.sessions.isEmpty)
        try read([(7640, 9200, 0)])
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 8200))
        #expect(session.stopped == TestSite.at(7320))
        #expect(session.flags == [.derived, .meterGap])
    }

    /// Before it began, while that is being made sure of, in the middle, with the register going on meanwhile, and while
    /// the end is being made sure of.
    @Test(arguments: [5, 25, 60, 500, 700] as [Int64])
    mutating func `a restart at any moment makes one session of one session`(_ restart: Int64) throws {
        let readings: [(Int64, Int64, Int64?)] = [
            (0, 1000, 0), (10, 1001, 7000), (20, 1020, 7000), (45, 1070, 7000), (300, 1550, 7000), (600, 2000, 0),
            (800, 2000, 3), (910, 2000, 3),
        ]
        try read(readings.filter { $0.0 < restart })
        try test.restart()
        try read(readings.filter { $0.0 >= restart })
        let session = try #require(test.sessions.first)
        #expect(test.sessions.count == 1)
        #expect(session.energy == Energy(wattHours: 1000))
        #expect(session.started == TestSite.at(10) && session.stopped == TestSite.at(600))
        #expect(session.flags == [.derived])
        #expect(test.isRecoverable)
    }

    @Test mutating func `two moments of power with nothing between are no session`() throws {
        try read([(0, 1000, 0), (10, 1001, 2000), (3600, 1010, 2000), (3610, 1011, 0)])
        #expect(!test.facts.contains { $0.kind == .transactionStarted })
    }

    @Test mutating func `a meter without power is judged by its register`() throws {
        // 3.6 kW are 10 Wh in 10 s.
        try read(from: 0, to: 7) { _ in 1000 }
        try read(from: 7, to: 67) { 1000 + ($0 - 6) * 10 }
        #expect(test.facts.contains { $0.kind == .transactionStarted })
        try read(from: 67, to: 140) { _ in 1600 }
        let session = try #require(test.sessions.first)
        #expect(session.energy == Energy(wattHours: 600))
        #expect(session.stopped == TestSite.at(660))
        #expect(session.flags == [.derived])
        #expect(test.isRecoverable)
    }

    @Test mutating func `a register in steps of 100 Wh is no stop and go`() throws {
        // 3.6 kW are 100 Wh in 100 s.
        try read(from: 0, to: 10) { _ in 1000 }
        try read(from: 10, to: 210) { 1000 + ($0 - 10) / 10 * 100 }
        #expect(test.sessions.isEmpty)
        try read(from: 210, to: 800) { _ in 2900 }
        #expect(test.sessions.map(\.energy) == [Energy(wattHours: 1900)])
        #expect(test.facts.filter { $0.kind == .transactionStarted }.count == 1)
    }
}
