import Testing

@testable import Charging

@Suite struct QuarterHourTests {
    @Test func `a reading on the quarter hour stands for it, with its own time and number`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:50.300"))
        try stream.read(1000)
        stream.wait(10)
        try stream.read(1030)
        stream.wait(10)
        try stream.read(1060)
        #expect(stream.lines == ["12:15 measured 1030"])
        let value = try #require(stream.decided.values.first)
        #expect(value.sources == [ReadingReference(seq: 2, at: MeterStream.at("12:15:00.300"))])
        #expect(value.segment == 1 && value.serialNumber == "S1")
        guard case .reading(let judged) = stream.entries[1].fact else { return #expect(Bool(false)) }
        #expect(judged.reading[.energyImport] == value.value, "the number is that of the reading")
        #expect(stream.isRecoverable)
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        var before: String
        var after: String
        var line: String
        var testDescription: String { "\(before) and \(after)" }
    }

    @Test(arguments: [
        Pair(before: "12:14:56", after: "12:15:06", line: "12:15 measured 1000"),
        Pair(before: "12:14:54", after: "12:15:04", line: "12:15 measured 1100"),
        Pair(before: "12:14:57", after: "12:15:03", line: "12:15 measured 1000"),
        Pair(before: "12:14:55", after: "12:15:05", line: "12:15 measured 1000"),
        Pair(before: "12:14:54", after: "12:15:06", line: "12:15 interpolated 1050"),
        Pair(before: "12:10:00", after: "12:20:00", line: "12:15 interpolated 1050"),
        Pair(before: "12:14:40", after: "12:15:20", line: "12:15 interpolated 1050"),
        Pair(before: "12:14:50", after: "12:15:20", line: "12:15 interpolated 1033"),
    ])
    func `the nearer reading within five seconds counts, and else the line between both`(_ pair: Pair) throws {
        var stream = MeterStream(from: MeterStream.at(pair.before))
        try stream.read(1000)
        stream.wait(until: pair.after)
        try stream.read(1100)
        #expect(stream.lines == [pair.line])
        #expect(stream.isRecoverable)
    }

    @Test func `an interpolated value names both readings and is cut to the register's decimals`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:00"))
        try stream.read([.energyImport: ExactDecimal("1000.0")!])
        stream.wait(until: "12:17:00")
        try stream.read([.energyImport: ExactDecimal("1000.2")!])
        let value = try #require(stream.decided.values.first)
        #expect(value.quality == .interpolated && value.value.description == "1000.0")
        #expect(value.sources.map(\.seq) == [1, 3], "the second is the gap's")
        #expect(value.sources.map(\.at) == [MeterStream.at("12:14:00"), MeterStream.at("12:17:00")])
    }

    @Test func `readings an hour apart are interpolated between, and further apart they are not`() throws {
        var stream = MeterStream(from: MeterStream.at("12:05:00"))
        try stream.read(1000)
        stream.wait(3600)
        try stream.read(1600)
        #expect(
            stream.lines == [
                "12:15 interpolated 1100", "12:30 interpolated 1250", "12:45 interpolated 1400",
                "13:00 interpolated 1550",
            ])
        stream.wait(3601)
        try stream.read(2000)
        #expect(stream.lines.suffix(1) == ["13:15-14:00 silent"])
        #expect(stream.isRecoverable)
    }

    @Test func `a long outage is one range, with what was read at its ends`() throws {
        var stream = MeterStream()
        try stream.read(1000)
        stream.wait(until: "12:14:58")
        try stream.read(1500)
        stream.wait(40 * 86_400 + 4)
        try stream.read(90_000)
        #expect(stream.decided.values.map(\.value) == [ExactDecimal(1000), ExactDecimal(1500), ExactDecimal(90_000)])
        let range = try #require(stream.decided.missing.first)
        #expect(stream.decided.missing.count == 1)
        #expect(range.reason == .silent && range.count == 40 * 96 - 1)
        #expect(stream.gaps.count == 2)
    }

    @Test func `a glitch on the quarter hour is not taken, and the line goes past it`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:50"))
        try stream.read(1000)
        stream.wait(10)
        try stream.read(0)
        #expect(stream.lines.isEmpty)
        stream.wait(10)
        try stream.read(1020)
        #expect(stream.lines == ["12:15 interpolated 1010"])
        #expect(stream.isRecoverable)
    }

    @Test(arguments: ["reset", "exchange"])
    func `nothing is interpolated across the border of two segments`(_ border: String) throws {
        var stream = MeterStream(from: MeterStream.at("12:14:40"))
        try stream.read(90_000)
        stream.wait(30)
        if border == "exchange" { try stream.read(7, serial: "S2") } else { try stream.insist(7) }
        #expect(stream.lines == ["12:15-12:15 segment"])
        #expect(stream.segments.map(\.number) == [1, 2])
        stream.wait(until: "12:30:00")
        try stream.read(107, serial: border == "exchange" ? "S2" : "S1")
        #expect(stream.decided.values.map(\.segment) == [2])
        #expect(stream.isRecoverable)
    }

    @Test func `a rollover is interpolated across, each side in its segment`() throws {
        let rules = SiteRules(registerModulus: ["M": ExactDecimal(1_000_000)], meterInterval: ["M": .seconds(10)])
        for (after, line, segment) in [(50, "12:15 interpolated 999975", 1), (150, "12:15 interpolated 25", 2)] {
            var stream = MeterStream(rules, from: MeterStream.at("12:14:40"))
            try stream.read(999_900)
            stream.wait(40)
            try stream.read(Int64(after))
            #expect(stream.judgements == [.normal, .rollover])
            #expect(stream.lines == [line])
            #expect(stream.decided.values.map(\.segment) == [segment])
        }
    }

    @Test func `every energy register is decided by itself`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:50"))
        for (wait, taken, given) in [(10, 100, 500), (10, 110, 0), (10, 120, 520)] as [(Int64, Int64, Int64)] {
            try stream.read([.energyImport: ExactDecimal(taken), .energyExport: ExactDecimal(given)])
            stream.wait(wait)
        }
        let values = stream.decided.values
        #expect(values.map(\.register) == [.energyImport, .energyExport])
        #expect(values.map(\.quality) == [.measured, .interpolated])
        #expect(values.map(\.value) == [ExactDecimal(110), ExactDecimal(510)])
        #expect(stream.judgements == [.normal, .normal, .normal])
        #expect(stream.judged.map { $0.judgement(of: .energyExport) } == [.normal, .suspect, .normal])
    }
}

/// What happens to the clock.
@Suite struct QuarterHourClockTests {
    @Test func `a clock set back decides nothing twice`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:50"))
        for value in 0...3 {
            try stream.read(1000 + Int64(value))
            stream.wait(10)
        }
        stream.setClock(to: MeterStream.at("12:05:00"))
        for value in 4...100 {
            try stream.read(1000 + Int64(value))
            stream.wait(10)
        }
        try stream.read(1200)
        stream.wait(until: "12:30:00")
        try stream.read(1300)
        #expect(stream.lines == ["12:15 measured 1001", "12:30 measured 1300"])
        #expect(stream.isRecoverable)
    }

    @Test func `a clock set forward leaves what it skipped missing, because of the clock`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:00"))
        try stream.read(1000)
        stream.wait(10)
        stream.setClock(to: MeterStream.at("13:01:10"))
        try stream.read(1010)
        #expect(stream.lines == ["12:15-13:00 clock"])
        #expect(stream.gaps.map(\.reason) == [nil])
        #expect(stream.isRecoverable)
    }

    @Test func `a small step of the clock is none`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:30"))
        try stream.read(1000)
        stream.wait(10)
        stream.setClock(to: MeterStream.at("12:15:30"))
        try stream.read(1060)
        #expect(stream.lines == ["12:15 interpolated 1030"])
    }

    @Test func `an answer that comes late and out of order changes nothing that is decided`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:50"))
        try stream.read(1000)
        stream.wait(11)
        try stream.read(1010)
        stream.wait(1)
        try stream.read(1010, at: MeterStream.at("12:14:59"))
        stream.wait(10)
        try stream.read(1020)
        #expect(stream.lines == ["12:15 measured 1010"])
        #expect(stream.isRecoverable)
    }

    @Test func `a box without a clock of its own starts long ago, and nothing is decided in that time`() throws {
        var stream = MeterStream(from: Timestamp(seconds: 600))
        stream.trusted = false
        for value in 0..<100 {
            try stream.read(1000 + Int64(value))
            stream.wait(10)
        }
        #expect(stream.lines.isEmpty)
        stream.setClock(to: MeterStream.at("12:14:50"))
        try stream.read(1100)
        stream.wait(10)
        try stream.read(1110)
        #expect(stream.lines.contains("12:15 measured 1110"))
        #expect(stream.isRecoverable)
    }

    @Test func `a clock that nobody synchronised is believed when it goes on, and said so`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:50"))
        stream.trusted = false
        try stream.read(1000)
        stream.wait(10)
        try stream.read(1010)
        #expect(stream.lines == ["12:15 measured 1010 untrusted"])
    }

    @Test func `a start with a clock years ahead decides nothing in between, and the true clock goes on`() throws {
        var stream = MeterStream(from: MeterStream.at("12:14:50"))
        try stream.read(1000)
        stream.wait(20)
        stream.restartBox()
        stream.setClock(to: ISO8601("2031-01-01T00:00:00Z")!.timestamp, trusted: false)
        try stream.read(1020)
        #expect(stream.lines.isEmpty)
        for value in 3...100 {
            stream.wait(10)
            try stream.read(1000 + Int64(value) * 10)
        }
        #expect(stream.lines == ["00:15 measured 1920 untrusted"])
        stream.setClock(to: MeterStream.at("12:31:40"))
        try stream.read(2000)
        stream.wait(until: "12:45:00")
        try stream.read(2100)
        #expect(stream.lines.suffix(1) == ["12:45 measured 2100"])
        #expect(stream.decided.missing.isEmpty)
        #expect(stream.isRecoverable)
    }

    @Test func `the box off and on again with a clock that goes on is an ordinary gap`() throws {
        var stream = MeterStream(from: MeterStream.at("12:10:00"))
        try stream.read(1000)
        stream.wait(600)
        stream.restartBox()
        try stream.read(1100)
        #expect(stream.lines == ["12:15 interpolated 1050"])
        stream.wait(610)
        stream.restartBox("boot-3")
        stream.trusted = false
        try stream.read(1200)
        #expect(stream.lines.suffix(1) == ["12:30-12:30 clock"], "nobody knows whether both times compare")
    }

    @Test(arguments: [(0, "12:00:00Z"), (1, "12:00:00Z"), (899_999_999, "12:00:00Z"), (-1, "11:45:00Z")])
    func `quarter hours lie on the clock's quarters`(microseconds: Int64, last: String) {
        let found = QuarterHours.last(upTo: MeterStream.noon + .microseconds(microseconds))
        #expect(found.description.hasSuffix(last))
        #expect(QuarterHours.first(after: found) == found + QuarterHours.length)
    }
}
