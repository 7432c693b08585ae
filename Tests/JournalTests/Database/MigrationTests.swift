import Charging
import Foundation
import GRDB
import Simulator
import Testing

@testable import Journal

/// Files that older programs wrote.
@Suite(.timeLimit(.minutes(1))) struct MigrationTests {
    /// A reading as a program wrote it that judged only the import register.
    private static func body(_ wattHours: Int64, _ judgement: String, _ moment: Timestamp) -> String {
        """
        {"reading":{"meter":"M","serialNumber":"S1","at":"\(moment)","registers":[{"obis":"1-0:1.8.0",\
        "value":"\(wattHours)","unit":"Wh","raw":"0000"},{"obis":"1-0:2.8.0","value":"3","unit":"Wh","raw":"0000"}]},\
        "judgement":"\(judgement)"}
        """
    }

    /// Three readings, the second a glitch, and the snapshot after the first where there is one.
    private func oldFile(_ version: Int, snapshot: Bool) async throws -> TestJournal {
        let test = try TestJournal()
        let start = test.wallClock.now.at
        let empty = try TestJournal()
        let fresh = try await empty.run { try BodyCoder.plain.encode(await $0.site().snapshot) }
        let queue = try DatabaseQueue(path: test.path)
        try queue.inDatabase { db in
            try Schema.migrate(db, .plain, upTo: version)
            try db.execute(sql: "INSERT INTO boot(number, id) VALUES (1, 'boot-0')")
            for (index, row) in [(1000, "normal"), (0, "suspect"), (1010, "normal")].enumerated() {
                let moment = start + .seconds(index * 10)
                try db.execute(
                    sql: """
                        INSERT INTO entry(seq, at, boot, monotonic, trusted, kind, version, subject, body)
                        VALUES (?, ?, 1, ?, 1, 'meter.reading', 1, 'meter/M', ?)
                        """,
                    arguments: [
                        index + 1, moment.microseconds, index * 10_000_000, Self.body(Int64(row.0), row.1, moment),
                    ])
                guard row.1 == "normal" else { continue }
                try db.execute(
                    sql: "INSERT INTO meter_mark(meter, at, seq, register, serial) VALUES ('M', ?, ?, ?, 'S1')",
                    arguments: [moment.microseconds, index + 1, String(row.0)])
            }
            guard snapshot else { return }
            try db.execute(
                sql: "INSERT INTO snapshot(seq, body) VALUES (1, ?)", arguments: [try oldSnapshot(fresh, at: start)])
        }
        test.wallClock.advance(by: .seconds(20))
        return test
    }

    /// In which a meter had one track, of its import register.
    private func oldSnapshot(_ fresh: String, at moment: Timestamp) throws -> String {
        let mark = #"{"meter":"M","serialNumber":"S1","at":"\#(moment)","register":"1000"}"#
        let ledger =
            #"{"track":{"last":\#(mark),"suspects":[]},"last":\#(Self.body(1000, "normal", moment))}"#
        var snapshot = try #require(JSONSerialization.jsonObject(with: Data(fresh.utf8)) as? [String: Any])
        snapshot["meters"] = ["M", try JSONSerialization.jsonObject(with: Data(ledger.utf8))]
        return String(decoding: try JSONSerialization.data(withJSONObject: snapshot), as: UTF8.self)
    }

    struct Old: Sendable, CustomTestStringConvertible {
        var version: Int
        var snapshot: Bool
        var testDescription: String { "version \(version), \(snapshot ? "with" : "without") a snapshot" }
    }

    @Test(arguments: [
        Old(version: 1, snapshot: false), Old(version: 2, snapshot: false), Old(version: 2, snapshot: true),
    ])
    func `an older file goes on, with its readings as they were`(_ old: Old) async throws {
        let test = try await oldFile(old.version, snapshot: old.snapshot)
        try await test.run { journal in
            #expect(await journal.lastSeq() == 3)
            let site = await journal.site()
            #expect(site.seq == 3)
            #expect(site.meters["M"]?.mark?.register == ExactDecimal(1010))
            #expect(site.meters["M"]?.mark?.serialNumber == "S1")
            let entries = try await journal.everything()
            #expect(entries.count == 3)
            guard case .reading(let glitch) = entries[1].fact else { return #expect(Bool(false)) }
            #expect(glitch.judgement == .suspect && glitch.reading.origin == nil && glitch.verdicts == nil)
            // Another glitch would be judged by what was there before.
            try await read(0, in: journal, test, after: 10)
            try await read(1200, in: journal, test, after: 170)
            let decided = try await journal.quarterHours(ReadingQuery("M", register: .energyImport))
            #expect(decided.values.map(\.value) == [ExactDecimal(1200)])
            let segments = try await journal.segments(ReadingQuery("M", register: .energyImport))
            #expect(segments.map(\.began) == [.first] && segments.map(\.before) == [ExactDecimal(1010)])
            #expect(try await journal.readings(ReadingQuery("M")).map(\.seq) == [1, 3, 4, 5], "but for the old glitch")
        }
        try await test.store { store in
            let version = try await store.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
            #expect(version == Schema.newest)
        }
    }

    private func read(_ wattHours: Int64, in journal: Journal, _ test: TestJournal, after seconds: Int) async throws {
        test.wallClock.advance(by: .seconds(seconds))
        _ = try await journal.record(
            .meter(
                MeterReading(
                    meter: "M", serialNumber: "S1", at: test.wallClock.now.at,
                    registers: [
                        RegisterValue(obis: .energyImport, value: ExactDecimal(wattHours), unit: "Wh", raw: "")
                    ])))
    }
}
