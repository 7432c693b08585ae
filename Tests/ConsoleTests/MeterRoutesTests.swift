import Charging
import Console
import Gateway
import Journal
import Testing

@Suite(.timeLimit(.minutes(1))) struct MeterRoutesTests {
    @Test func `what a meter showed is asked for by meter, time and register`() async throws {
        try await withConsole { console in
            let readings = try await console.socket("/api/v1/meters/garage/readings?limit=1")
                .decode([ReadingReport].self)
            #expect(readings == Array(ReadingReport.samples.suffix(1)))
            let decided = try await console.socket(
                "/api/v1/meters/garage/quarterhours?from=2026-04-14T09:00:00Z&until=2026-04-14T12:00:00%2B00:00")
            #expect(try decided.decode(QuarterHours.self) == .sample)
            let segments = try await console.socket("/api/v1/meters/garage/segments?register=1-0:1.8.0")
            #expect(try segments.decode([RegisterSegment].self).map(\.number) == [1, 2])
            #expect(try await console.socket("/api/v1/meters/garage/gaps").decode([MeterGap].self) == [.sample])
            #expect(console.site.asked.count == 4)
            guard case .meter(let query) = console.site.asked[1] else { return #expect(Bool(false)) }
            #expect(query.from == .noon - .hours(3) && query.until == .noon && query.limit == 100)
        }
    }

    @Test(arguments: [
        ("meters/garage/readings?limit=0", 400), ("meters/garage/readings?limit=1001", 400),
        ("meters/garage/readings?from=2026-04-14T09:00:00", 400), ("meters/garage/gaps?until=noon", 400),
        ("meters/attic/readings", 404), ("meters/attic/segments", 404),
    ])
    func `what cannot be answered is refused with what to do`(path: String, status: UInt) async throws {
        try await withConsole { console in
            let answer = try await console.socket("/api/v1/\(path)")
            #expect(answer.status == status)
            #expect(try await console.page("/api/v1/\(path)").status == 404, "it is for the socket only")
        }
    }
}

@Suite struct ReadingsTextTests {
    private let now = Timestamp.noon

    @Test func `readings show each energy register, and what was thought of it`() {
        let lines = ReadingsText.readings(ReadingReport.samples, register: nil, now: now, for: .plain)
        #expect(lines.count == 5)
        #expect(lines[1].contains("1-0:1.8.0") && lines[1].contains("4821730") && !lines[1].contains("not counted"))
        #expect(lines[3].contains("does not follow, not counted"))
        #expect(!lines.contains { $0.contains("16.7.0") })
        let power = ReadingsText.readings(ReadingReport.samples, register: .power, now: now, for: .plain)
        #expect(power.count == 2 && power[1].contains("10980"))
    }

    @Test func `quarter hours and what is missing stand in the order of time`() {
        let lines = ReadingsText.quarterHours(.sample, now: now, for: .plain)
        #expect(lines.count == 4)
        #expect(lines[1].contains("measured") && lines[1].contains("4820000"))
        #expect(lines[2].contains(" to ") && lines[2].contains("missing: not read"))
        #expect(lines[3].contains("interpolated, clock not synchronised"))
    }

    @Test func `segments say why they begin, and gaps why they are`() {
        let segments = ReadingsText.segments(RegisterSegment.samples, now: now, for: .plain)
        #expect(segments[1].contains("first reading") && segments[2].contains("another meter"))
        let gaps = ReadingsText.gaps([.sample], now: now, for: .plain)
        #expect(gaps[1].contains("40 min") && gaps[1].contains("no answer"))
    }
}

@Suite struct MetersTextTests {
    @Test func `a meter's state says why it is silent, or that it is not believed`() {
        var report = StatusReport.sample
        report.meters[0].verdicts = [RegisterVerdict(register: .energyImport, judgement: .suspect)]
        report.meters[1].silence = MeterSilence(since: .noon - .minutes(12), reason: .repeats)
        let text = StatusText(report, for: .plain).text
        #expect(text.contains("Answers, not believed"))
        #expect(text.contains("Silent: the same old telegram"))
    }

    @Test func `a register that does not count on from its first reading is a detail`() {
        var report = StatusReport.sample
        report.meters[0].segments = RegisterSegment.samples
        let text = StatusText(report, details: true, for: .plain).text
        #expect(text.contains("another meter") && !text.contains("first reading"))
        #expect(!StatusText(report, for: .plain).text.contains("another meter"))
    }
}

extension ReadingReport {
    /// A good one, and one with a glitch in the import register.
    static let samples: [ReadingReport] = [
        sample(seq: 811, .noon - .seconds(14), 4_821_730, .normal),
        sample(seq: 812, .noon - .seconds(4), 0, .suspect),
    ]

    private static func sample(seq: Int64, _ moment: Timestamp, _ wattHours: Int64, _ judgement: Judgement) -> Self {
        var registers = [
            RegisterValue(obis: .energyImport, value: ExactDecimal(wattHours), unit: "Wh", raw: "0049"),
            RegisterValue(obis: .energyExport, value: ExactDecimal(120), unit: "Wh", raw: "0078"),
        ]
        if judgement == .normal {
            registers.append(RegisterValue(obis: .power, value: ExactDecimal(10_980), unit: "W", raw: "2ae4"))
        }
        let reading = MeterReading(
            meter: "garage", serialNumber: "21040773", at: moment, registers: registers, origin: .modbus,
            profile: "Eastron SDM630")
        return ReadingReport(seq: seq, JudgedReading(reading: reading, judgement: judgement), clockTrusted: true)
    }
}

extension QuarterHours {
    static let sample = QuarterHours(
        values: [
            QuarterHour(
                register: .energyImport, at: .noon - .hours(3), quality: .measured, value: ExactDecimal(4_820_000),
                segment: 1, serialNumber: "21040773", sources: [ReadingReference(seq: 7, at: .noon - .hours(3))]),
            QuarterHour(
                register: .energyImport, at: .noon, quality: .interpolated, value: ExactDecimal(4_821_700), segment: 1,
                serialNumber: "21040773",
                sources: [
                    ReadingReference(seq: 8, at: .noon - .seconds(14)),
                    ReadingReference(seq: 9, at: .noon + .seconds(16)),
                ], untrusted: true),
        ],
        missing: [
            MissingQuarterHours(
                registers: [.energyImport], first: .noon - .minutes(165), last: .noon - .minutes(15), reason: .silent)
        ])
}

extension RegisterSegment {
    static let samples = [
        RegisterSegment(
            register: .energyImport, number: 1, began: .first, at: .noon - .hours(400), start: ExactDecimal(12),
            serialNumber: "20010001"),
        RegisterSegment(
            register: .energyImport, number: 2, began: .exchanged, at: .noon - .hours(100),
            start: ExactDecimal(4_800_000), serialNumber: "21040773", before: ExactDecimal(99_000),
            beforeAt: .noon - .hours(101)),
    ]
}

extension MeterGap {
    static let sample = MeterGap(
        from: .noon - .minutes(90), to: .noon - .minutes(50), reason: .unanswered, detail: "no answer in time")
}
