import Testing

@testable import Charging

/// A meter that counts, is reset, rolls over and is exchanged by chance, and a line to it that garbles and loses.
struct UnreliableMeter {
    static let modulus: Int64 = 1_000_000
    private var chance: SeededGenerator
    /// What has flowed since the meter stands here, whatever its register shows.
    private(set) var flowed: Int64 = 0
    /// The register, as a good reading shows it.
    private var register: Int64
    private var serial = 1
    /// How often what happened to the register took energy with it that nobody can tell.
    private(set) var borders = 0

    init(seed: UInt64) {
        chance = SeededGenerator(seed: seed)
        register = Int64.random(in: 0..<Self.modulus, using: &chance)
    }

    /// Ten seconds pass; what a visit brings home, if anything.
    mutating func next(_ stream: inout MeterStream) throws {
        let flow = Int64.random(in: 0...60, using: &chance)
        flowed += flow
        register += flow
        if register >= Self.modulus { register -= Self.modulus }
        switch Int.random(in: 0..<600, using: &chance) {
        case 0:
            register = Int64.random(in: 0...5, using: &chance)
            borders += 1
        case 1:
            (serial, register) = (serial + 1, Int64.random(in: 0..<Self.modulus, using: &chance))
            borders += 1
        case 2: try silence(&stream)
        default: break
        }
        stream.wait(10)
        switch Int.random(in: 0..<25, using: &chance) {
        case 0: try read(0, &stream)
        case 1: try read(Int64.random(in: 0..<Self.modulus, using: &chance), &stream)
        case 2: break
        default: try read(register, &stream)
        }
    }

    private mutating func silence(_ stream: inout MeterStream) throws {
        let visits = Int64.random(in: 1...2000, using: &chance)
        let flow = Int64.random(in: 0...visits * 20, using: &chance)
        flowed += flow
        register = (register + flow) % Self.modulus
        stream.wait(visits * 10)
    }

    private func read(_ wattHours: Int64, _ stream: inout MeterStream) throws {
        try stream.read(wattHours, serial: "S\(serial)")
    }
}

@Suite struct ReadingPropertyTests {
    private static let rules = SiteRules(
        registerModulus: ["M": ExactDecimal(UnreliableMeter.modulus)], meterInterval: ["M": .seconds(10)],
        mostWatts: ["M": 30_000])

    private func run(_ seed: UInt64, visits: Int = 2000) throws -> (MeterStream, UnreliableMeter) {
        var stream = MeterStream(Self.rules)
        var meter = UnreliableMeter(seed: seed)
        for _ in 1...visits { try meter.next(&stream) }
        return (stream, meter)
    }

    /// What may be counted of the readings: within segments, and across a rollover.
    private func counted(_ stream: MeterStream) throws -> Int64 {
        var (sum, last) = (Int64(0), Int64?.none)
        for judged in stream.judged {
            guard let value = judged.counted(.energyImport)?.rounded else { continue }
            switch judged.begins?.first?.began {
            case nil: sum += value - (last ?? value)
            case .rollover: sum += UnreliableMeter.modulus - (last ?? value) + value
            case .first, .reset, .exchanged, .leap: break
            }
            last = value
        }
        return sum
    }

    @Test(arguments: Array(UInt64(1)...10))
    func `no more is counted than has flowed, and what is not counted is marked`(_ seed: UInt64) throws {
        let (stream, meter) = try run(seed)
        let counted = try counted(stream)
        let borders = stream.segments.count { ![.first, .rollover].contains($0.began) }
        // The last readings may wait for confirmation, and a good one may have been lost just before.
        let slack = Int64(60 * 6)
        #expect(counted <= meter.flowed, "nothing is counted that has not flowed")
        if borders == 0 { #expect(counted >= meter.flowed - slack) }
        #expect(borders >= meter.borders - 1 || meter.borders == 0, "each border shows")
        #expect(stream.isRecoverable)
    }

    @Test(arguments: Array(UInt64(21)...30))
    func `quarter hours are each decided once, in order, and grow within a segment`(_ seed: UInt64) throws {
        let (stream, _) = try run(seed)
        let decided = stream.decided
        let values = decided.values
        #expect(values.count > 10)
        var covered = values.map(\.at)
        for range in decided.missing {
            covered += (0..<range.count).map { range.first + .microseconds($0 * QuarterHours.length.microseconds) }
        }
        #expect(Set(covered).count == covered.count, "nothing twice")
        let span = (try #require(covered.max()) - (try #require(covered.min()))).microseconds
        #expect(Int64(covered.count) == span / QuarterHours.length.microseconds + 1, "and nothing left out")
        for (earlier, later) in zip(values, values.dropFirst()) {
            #expect(earlier.at < later.at)
            if earlier.segment == later.segment { #expect(earlier.value <= later.value) }
        }
        try checkSources(of: values, in: stream)
    }

    private func checkSources(of values: [QuarterHour], in stream: MeterStream) throws {
        for value in values {
            let sources = try value.sources.map { source in
                guard case .reading(let judged) = stream.entries[Int(source.seq) - 1].fact else { throw NoReading() }
                #expect(judged.reading.at == source.at)
                return try #require(judged.counted(value.register))
            }
            switch value.quality {
            case .measured:
                #expect(sources == [value.value])
                #expect(abs((value.at - value.sources[0].at).microseconds) <= QuarterHours.tolerance.microseconds)
            case .interpolated:
                #expect(value.sources[0].at < value.at && value.at < value.sources[1].at)
                if sources[0] <= sources[1] { #expect((sources[0]...sources[1]).contains(value.value)) }
            }
        }
    }

    private struct NoReading: Error {}

    /// A daemon that was killed anywhere knows by its entries what the one that went on knew, and decides the same.
    @Test(arguments: Array(UInt64(41)...46))
    func `after a replay of any prefix the same is decided, and nothing again`(_ seed: UInt64) throws {
        let (stream, _) = try run(seed, visits: 400)
        var chance = SeededGenerator(seed: seed)
        for _ in 1...12 {
            let cut = Int.random(in: 0...stream.entries.count, using: &chance)
            // A commit holds all facts of an event, so a cut falls between events.
            let prefix = stream.entries.prefix(cut).dropLast { !$0.endsEvent(in: stream.entries) }
            var site = Site(rules: Self.rules, firstTransaction: TransactionID(100)!)
            for entry in prefix { site.fold(entry.fact, about: entry.subject, at: entry.stamp) }
            #expect(site.seq == Int64(prefix.count))
            var rest: [Fact] = []
            for case let entry in stream.entries.dropFirst(prefix.count) {
                guard case .reading(let judged) = entry.fact else { continue }
                rest += try site.apply(.meter(judged.reading), at: entry.stamp, history: MemoryHistory()).facts.map(
                    \.fact)
            }
            #expect(rest == stream.entries.dropFirst(prefix.count).map(\.fact))
            #expect(site == stream.site)
        }
    }

    @Test func `the line between two readings is exact at the largest numbers`() throws {
        let top = ExactDecimal(Int64.max)
        let start: (x: Int64, y: ExactDecimal) = (0, ExactDecimal(0))
        #expect(
            ExactDecimal.onLine(from: start, to: (Int64.max, top), at: Int64.max - 1) == ExactDecimal(Int64.max - 1))
        #expect(ExactDecimal.onLine(from: (0, top), to: (10, ExactDecimal(0)), at: 5) == nil, "it falls")
        #expect(
            ExactDecimal.onLine(from: start, to: (3, ExactDecimal(2)), at: 1) == ExactDecimal(0), "cut, not rounded")
        #expect(ExactDecimal.onLine(from: start, to: (0, top), at: 0) == nil, "no time lies between them")
    }
}

extension Entry {
    /// The next entry begins another event.
    fileprivate func endsEvent(in entries: [Entry]) -> Bool {
        guard seq < entries.count else { return true }
        switch entries[Int(seq)].fact {
        case .gap: return true
        case .reading:
            guard case .gap = fact else { return true }
            return false
        default: return false
        }
    }
}

extension ArraySlice {
    /// Without the elements at the end that this holds for.
    fileprivate func dropLast(_ predicate: (Element) -> Bool) -> ArraySlice {
        self[startIndex..<(lastIndex { !predicate($0) }.map { $0 + 1 } ?? startIndex)]
    }
}
