import Testing

@testable import Charging

@Suite struct RegisterTrackTests {
    struct Steps: Sendable, CustomTestStringConvertible {
        var name: String
        var values: [String]
        var judgements: [Judgement]
        var rules = SiteRules()
        var testDescription: String { name }
    }

    private static let million = SiteRules(registerModulus: ["M": ExactDecimal(1_000_000)])
    private static let household = SiteRules(mostWatts: ["M": 11_000])

    @Test(arguments: [
        Steps(
            name: "a step of the last digit back", values: ["1000.5", "1000.4", "1000.5"],
            judgements: [.normal, .held, .normal]),
        Steps(
            name: "a register of hundreds of Wh, one step back", values: ["1234500", "1234400", "1234500"],
            judgements: [.normal, .held, .normal]),
        Steps(
            name: "two steps back", values: ["1000.5", "1000.3", "1000.5"], judgements: [.normal, .suspect, .normal]),
        Steps(
            name: "a zero is no step back", values: ["1000", "0", "1000"], judgements: [.normal, .suspect, .normal]),
        Steps(
            name: "a zero near the largest value is no rollover", values: ["999950", "0", "999960"],
            judgements: [.normal, .suspect, .normal], rules: million),
        Steps(
            name: "a rollover that stands at 0 for a while", values: ["999950", "0", "0", "0", "10"],
            judgements: [.normal, .suspect, .suspect, .rollover, .normal], rules: million),
        Steps(
            name: "a rollover", values: ["999999.999", "0.012", "0.5"], judgements: [.normal, .rollover, .normal],
            rules: million),
        Steps(
            name: "set back from the middle is no rollover", values: ["500000", "5", "5", "6"],
            judgements: [.normal, .suspect, .suspect, .reset], rules: million),
        Steps(
            name: "more than the meter's fuse carries", values: ["1000", "1900", "1030"],
            judgements: [.normal, .suspect, .normal], rules: household),
        Steps(
            name: "as much as any meter may, where no fuse is known", values: ["1000", "1900", "1930"],
            judgements: [.normal, .normal, .normal]),
    ])
    func `steps are told apart`(_ steps: Steps) throws {
        var stream = MeterStream(steps.rules)
        for value in steps.values {
            try stream.read([.energyImport: ExactDecimal(value)!, .energyExport: ExactDecimal(value)!])
            stream.wait(10)
        }
        #expect(stream.judgements == steps.judgements)
        #expect(stream.judged.map { $0.judgement(of: .energyExport) } == steps.judgements, "export is judged alike")
        #expect(stream.isRecoverable)
    }

    @Test func `what is held counts as what was there before`() throws {
        var stream = MeterStream()
        for value in [1000, 999, 1001] as [Int64] {
            try stream.read(value)
            stream.wait(10)
        }
        #expect(stream.judged.map { $0.mark?.register } == [1000, 1000, 1001].map { ExactDecimal($0) })
        #expect(stream.judged[1].reading[.energyImport] == ExactDecimal(999), "and is kept as read")
    }

    @Test func `the bound goes by the monotonic time, and not by a clock that is set`() throws {
        var stream = MeterStream()
        try stream.read(1000)
        stream.wait(3600)
        stream.setClock(to: MeterStream.noon + .seconds(1))
        try stream.read(12_000)
        stream.wait(10)
        stream.setClock(to: MeterStream.noon + .hours(300))
        try stream.read(9_000_000)
        #expect(stream.judgements == [.normal, .normal, .suspect])
    }

    @Test func `segments are numbered, and say why they begin and what was before`() throws {
        var stream = MeterStream(SiteRules(registerModulus: ["M": ExactDecimal(1_000_000)]))
        try stream.read(999_900)
        stream.wait(10)
        try stream.read(20)
        stream.wait(10)
        try stream.read(7, serial: "S2")
        stream.wait(10)
        try stream.insist(50_000, serial: "S2")
        try stream.insist(3, serial: "S2")
        #expect(stream.segments.map(\.number) == [1, 2, 3, 4, 5])
        #expect(stream.segments.map(\.began) == [.first, .rollover, .exchanged, .leap, .reset])
        #expect(stream.segments.map(\.serialNumber) == ["S1", "S1", "S2", "S2", "S2"])
        #expect(stream.segments.dropFirst().map(\.before) == [999_900, 20, 7, 50_000].map { ExactDecimal($0) })
        #expect(stream.site.meters["M"]?.segments == stream.segments.suffix(1))
        #expect(stream.isRecoverable)
    }

    @Test func `a serial number that is not told for a while is no exchange`() throws {
        var stream = MeterStream()
        for serial in ["S1", nil, "S1", "S2"] {
            try stream.read(1000, serial: serial)
            stream.wait(10)
        }
        #expect(stream.judgements == [.normal, .normal, .normal, .exchanged])
    }

    @Test(
        arguments: [
            ("1-0:1.8.0", true), ("1-0:2.8.2", true), ("1-1:1.8.1", true), ("1-0:16.7.0", false), ("1-0:21.8.0", false),
            ("0-1:24.2.1", false), ("1-0:1.7.0", false), ("1.8.0", false), ("", false), ("1-0", false), ("1-0:", false),
        ] as [(OBIS, Bool)])
    func `energy registers are known by their name`(register: OBIS, isEnergy: Bool) {
        #expect(register.isEnergyRegister == isEnergy)
    }

    @Test func `a meter that tells of ever new registers is not followed without end`() throws {
        var stream = MeterStream()
        for group in 0..<40 {
            try stream.read([OBIS("1-\(group):1.8.0"): ExactDecimal(5)])
            stream.wait(1)
        }
        #expect(stream.site.meters["M"]?.tracks.count == 24)
        #expect(stream.isRecoverable)
    }
}

/// What is not read, or not new.
@Suite struct StaleReadingTests {
    private let old = MeterStream.at("11:59:58")

    private func telegram(_ stream: inout MeterStream, _ wattHours: Int64, measured: Timestamp) throws -> Answer {
        try stream.read([.energyImport: ExactDecimal(wattHours)]) {
            $0.origin = .p1
            $0.measuredAt = measured
        }
    }

    @Test func `a telegram that comes once more is not a new reading`() throws {
        var stream = MeterStream()
        #expect(try telegram(&stream, 1000, measured: old) == .recorded)
        for _ in 1...4 {
            stream.wait(10)
            #expect(try telegram(&stream, 1000, measured: old) == .duplicate)
        }
        #expect(stream.judged.count == 1)
        #expect(stream.site.meters["M"]?.last?.reading.at == MeterStream.noon, "and no time is put on it anew")
        #expect(stream.silences.map(\.reason) == [.repeats])
        stream.wait(10)
        #expect(try telegram(&stream, 1000, measured: stream.now) == .recorded, "the meter's clock goes on")
        #expect(stream.gaps.map(\.reason) == [.repeats])
        #expect(stream.isRecoverable)
    }

    @Test func `a count of seconds tells as much as a clock`() throws {
        var stream = MeterStream()
        for (index, isNew) in [(7, true), (7, false), (8, true)] as [(Int64, Bool)] {
            let answer = try stream.read([.energyImport: ExactDecimal(5)]) { $0.secondsIndex = index }
            #expect((answer == .recorded) == isNew)
            stream.wait(1)
        }
    }

    @Test func `registers that move under a clock that stands are new`() throws {
        var stream = MeterStream()
        _ = try telegram(&stream, 1000, measured: old)
        stream.wait(10)
        #expect(try telegram(&stream, 1001, measured: old) == .recorded)
    }

    @Test func `a meter that tells no time may show the same for ever`() throws {
        var stream = MeterStream()
        for _ in 1...3 {
            #expect(try stream.read(1000) == .recorded)
            stream.wait(10)
        }
    }

    @Test func `a silence is told once, again when its reason is known, and ends in a gap`() throws {
        var stream = MeterStream()
        try stream.read(1000)
        for _ in 1...10 {
            stream.wait(5)
            try stream.apply(.tick)
        }
        #expect(stream.silences == [MeterSilence(since: MeterStream.noon, reason: .overdue)])
        let missed = MissedReading(meter: "M", reason: .unanswered, detail: "no answer within 500 ms")
        #expect(try stream.apply(.missed(missed)) == .recorded)
        #expect(try stream.apply(.missed(missed)) == .duplicate)
        #expect(stream.site.meters["M"]?.silence?.reason == .unanswered)
        stream.wait(100)
        try stream.apply(.tick)
        try stream.read(1010)
        #expect(
            stream.gaps == [
                MeterGap(
                    from: MeterStream.noon, to: MeterStream.noon + .seconds(150), reason: .unanswered,
                    detail: "no answer within 500 ms")
            ])
        #expect(stream.silences.count == 2 && stream.site.meters["M"]?.silence == nil)
        #expect(stream.isRecoverable)
    }

    @Test func `a meter that was never read is silent for the reason it was missed for`() throws {
        var stream = MeterStream()
        try stream.apply(.tick)
        #expect(stream.silences.isEmpty)
        try stream.apply(.missed(MissedReading(meter: "M", reason: .refused, detail: "exception 2")))
        #expect(stream.silences == [MeterSilence(since: nil, reason: .refused, detail: "exception 2")])
    }
}
