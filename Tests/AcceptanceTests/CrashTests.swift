import Charging
import Foundation
import Simulator
import Synchronization
import Testing

/// What was acknowledged is never lost, and the cloud sees each session once, however often the gateway is killed.
///
/// `OHMSTEAD_CRASHES` says how often; `make crash-test` makes it 200.
@Suite(.timeLimit(.minutes(20))) struct CrashTests {
    private static let crashes = ProcessInfo.processInfo.environment["OHMSTEAD_CRASHES"].flatMap(Int.init) ?? 12

    @Test func `a gateway killed at random instants loses nothing and doubles nothing`() async throws {
        let folder = try Folder()
        let (ports, sink) = AsyncStream<Int>.makeStream()
        let cloud = CrashSite.cloud { sink.yield($0) }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await cloud.run() }
            let cloudPort = try #require(await ports.first { _ in true })
            var (site, gateway) = try await CrashSite.open(
                folder: folder, cloud: cloud, cloudPort: cloudPort, charges: max(4, Self.crashes / 3))
            let telling = Telling()
            for wallbox in site.wallboxes {
                group.addTask { try await wallbox.run() }
                group.addTask { await telling.listen(to: wallbox) }
            }
            for crash in 0..<Self.crashes {
                // The random instant is what is tested here, so these are the only waits by the real clock.
                try await ContinuousClock().sleep(for: .milliseconds(Int.random(in: 20...700)))
                if crash.isMultiple(of: 2), await telling.next() {
                    try await ContinuousClock().sleep(for: .microseconds(Int.random(in: 0...6000)))
                }
                await gateway.kill()
                gateway = try await site.startGateway()
            }
            for wallbox in site.wallboxes { await wallbox.settled() }
            let truth = await Truth(site.wallboxes)
            for await _ in cloud.events where cloud.books.sessions.count >= truth.reportable.count { break }
            #expect(await gateway.stop() == 0)
            try await compare(truth, site)
            group.cancelAll()
        }
    }

    private func compare(_ truth: Truth, _ site: CrashSite) async throws {
        let books = Books(try await site.folder.entries())
        #expect(truth.contradictions == [])
        #expect(truth.transactions.count > 0)
        #expect(difference(books.starts, truth.starts) == [], "every acknowledged start is in the journal exactly once")
        #expect(difference(books.stops, truth.stops) == [], "every acknowledged stop is in the journal exactly once")
        #expect(
            difference(books.reports, truth.reports) == [], "every acknowledged report is in the journal exactly once")
        #expect(difference(books.sessions, truth.transactions) == [], "sessions are right to the Wh")
        #expect(books.isOrdered)
        #expect(
            site.cloud.books.sessions.map(\.tenthsOfKilowattHour).sorted() == truth.reportable.sorted(),
            "the cloud has each session exactly once")
    }
}

/// What only the books have (`+`), and what only the truth has (`-`), as often as it is there.
private func difference(_ books: [String], _ truth: [String]) -> [String] {
    books.difference(from: truth).map { change in
        switch change {
        case .insert(_, let line, _): "+ \(line)"
        case .remove(_, let line, _): "- \(line)"
        }
    }
}

/// The moments at which a wallbox has a start or a stop to tell, so that a gateway can be killed just then.
private final class Telling: Sendable {
    private let count = Atomic(0)

    func listen(to wallbox: SimulatedWallbox) async {
        for await event in wallbox.events {
            switch event.kind {
            case .started, .stopped: count.add(1, ordering: .relaxed)
            default: break
            }
        }
    }

    /// Waits for the next such moment; `false` when none came for a while, because the plans are done.
    func next() async -> Bool {
        let before = count.load(ordering: .relaxed)
        for _ in 0..<1000 where count.load(ordering: .relaxed) == before {
            try? await ContinuousClock().sleep(for: .milliseconds(1))
        }
        return count.load(ordering: .relaxed) != before
    }
}

/// What the wallboxes know to be true, each thing as a line of text that can be compared and counted.
private struct Truth {
    var starts: [String] = []
    var stops: [String] = []
    var reports: [String] = []
    var transactions: [String] = []
    var reportable: [Int64] = []
    var contradictions: [String] = []

    init(_ wallboxes: [SimulatedWallbox]) async {
        for wallbox in wallboxes {
            let truth = await wallbox.truth
            let id = await wallbox.configuration.id
            contradictions += truth.contradictions
            for transaction in truth.transactions {
                let started = "\(id) \(transaction.connector) \(transaction.startRegister) \(transaction.startedAt)"
                let stopped = "\(id) \(transaction.stopRegister ?? -1) \(transaction.stoppedAt?.description ?? "")"
                starts.append(started)
                stops.append(stopped)
                transactions.append("\(started) \(transaction.energy ?? -1)")
                if let energy = transaction.energy, energy >= 50 {
                    reportable.append(Energy(wattHours: energy).tenthsOfKilowattHour)
                }
            }
            // A message may be told, and answered, twice; it is one message all the same.
            let frames = truth.acknowledged.filter { $0.action == "MeterValues" }.map {
                "\(id) \(Self.sample($0.frame))"
            }
            reports += Set(frames)
        }
        for path in [\Truth.starts, \.stops, \.reports, \.transactions] { self[keyPath: path].sort() }
    }

    /// What tells one report from another: the connector, the moment and the register.
    private static func sample(_ frame: String) -> String {
        "\(text(in: frame, after: "\"connectorId\":").prefix { $0.isNumber }) \(text(in: frame, after: "\"timestamp\":\"")) \(text(in: frame, after: "\"value\":\""))"
    }

    private static func text(in frame: String, after mark: String) -> Substring {
        guard let range = frame.range(of: mark) else { return "" }
        return frame[range.upperBound...].prefix { $0 != "\"" }
    }
}

/// What the journal says, in the same form.
private struct Books {
    var starts: [String] = []
    var stops: [String] = []
    var reports: [String] = []
    var sessions: [String] = []
    var isOrdered = true

    init(_ entries: [Entry]) {
        for entry in entries {
            guard case .station(let station) = entry.subject else { continue }
            switch entry.fact {
            case .transactionStarted(let started):
                let start = started.start
                starts.append(
                    "\(station) \(started.evse) \(start?.register?.description ?? "") \(start?.timestamp.description ?? "")"
                )
            case .transactionEnded(let ended):
                stops.append(
                    "\(station) \(ended.end?.register?.description ?? "") \(ended.end?.timestamp.description ?? "")")
            case .meterReport(let report):
                for value in report.values {
                    reports.append(
                        "\(station) \(report.evse) \(value.timestamp) \(value.sampledValues.first?.value ?? "")")
                }
            case .sessionFinal(let session):
                sessions.append(
                    "\(station) \(session.evse) \(session.stationRegister.start?.description ?? "") "
                        + "\(session.started) \(session.energy?.wattHours ?? -1)")
            default: break
            }
        }
        isOrdered = zip(entries, entries.dropFirst()).allSatisfy { $0.seq < $1.seq }
        for path in [\Books.starts, \.stops, \.reports, \.sessions] { self[keyPath: path].sort() }
    }
}
