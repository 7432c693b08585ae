import Charging
import GRDB
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct EntryQueryTests {
    private static func sample(_ number: Int) -> Event {
        .station(
            "CP1",
            .metered(
                MeterReport(
                    evse: 1,
                    values: [
                        MeterValue(
                            timestamp: Timestamp(seconds: 1_780_000_000 + Int64(number)),
                            sampledValues: [SampledValue(value: "\(number)")])
                    ])))
    }

    @Test func `entries come oldest first, of the wanted kinds, after a place, up to a number`() async throws {
        try await TestJournal().run { (journal) async throws in
            for number in 1...6 {
                _ = try await journal.record(number.isMultiple(of: 2) ? .transfer("\(number)") : Self.sample(number))
            }
            func seqs(_ after: Int64, _ kinds: Set<FactKind>, _ limit: Int) async throws -> [Int64] {
                try await journal.entries(after: after, kinds: kinds, limit: limit).map(\.seq)
            }
            #expect(try await seqs(0, [.dataTransfer], 10) == [2, 4, 6])
            #expect(try await seqs(2, [.dataTransfer], 1) == [4])
            #expect(try await seqs(0, [.meterReport], 2) == [1, 3])
            #expect(try await seqs(1, [.meterReport, .dataTransfer], 3) == [2, 3, 4])
            #expect(try await seqs(0, [.sessionFinal], 10) == [])
            #expect(try await seqs(0, [], 10) == [])
            #expect(try await seqs(0, [.dataTransfer], 0) == [])
        }
    }

    @Test(arguments: FactKind.allCases)
    func `every kind is found with or without the index of rare kinds`(_ kind: FactKind) async throws {
        let plan = try await TestJournal().store { store in
            try await store.read { db in
                let filter = EntryQuery.filter([kind])
                return try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN SELECT * FROM \(filter.table) WHERE seq > 5\(filter.condition)"
                ).map { $0["detail"] as String }.joined()
            }
        }
        let isCommon = kind == .meterReport || kind == .reading
        #expect(plan.contains("entry_rare") == !isCommon)
        #expect(plan.hasPrefix("SEARCH entry"))
    }

    @Test func `security events are paged through, the newest first, of one station or all`() async throws {
        try await TestJournal().run { (journal) async throws in
            for number in 1...9 {
                let station: StationID = number.isMultiple(of: 3) ? "CP2" : "CP1"
                _ = try await journal.record(.station(station, .security(SecurityEvent(type: "\(number)"))))
                _ = try await journal.record(.transfer("between"))
            }
            func types(
                _ limit: Int, of station: StationID? = nil, before seq: Int64? = nil
            ) async throws -> [String] {
                try await journal.newest(.security, of: station, before: seq, limit: limit).compactMap {
                    if case .security(let event) = $0.fact { event.type } else { nil }
                }
            }
            #expect(try await types(3) == ["9", "8", "7"])
            #expect(try await types(3, before: 13) == ["6", "5", "4"])
            #expect(try await types(3, before: 1) == [])
            #expect(try await types(2, of: "CP2") == ["9", "6"])
            #expect(try await types(2, of: "CP2", before: 11) == ["3"])
            #expect(try await types(2, of: "CP3") == [])
            #expect(try await types(0) == [])
        }
    }

    /// It was the oldest hundred thousand once that were searched.
    @Test func `the newest are found behind a hundred thousand others`() async throws {
        let seqs = try await TestJournal().store { store in
            try await store.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO boot(number, id) VALUES (1, 'boot');
                        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100100)
                        INSERT INTO entry SELECT n, 0, 1, 0, 1, 'station.security', 1, 'station/CP1', '{"type":"' || n || '"}'
                        FROM number
                        """)
            }
            return try await store.read { db in
                try [nil, Subject.station("CP1")].map { subject in
                    try Array(EntryQuery(paged: .security, before: nil, of: subject, limit: 2).cursor(db, .plain)).map(
                        \.seq)
                }
            }
        }
        #expect(seqs == [[100_100, 100_099], [100_100, 100_099]])
    }

    @Test(arguments: [nil, Subject.station("CP1")], [FactKind.security, .correction])
    func `paging reads no more than the page`(_ subject: Subject?, _ kind: FactKind) async throws {
        let plan = try await TestJournal().store { store in
            try await store.read { db in
                let query = EntryQuery(paged: kind, before: nil, of: subject, limit: 5)
                return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + query.sql, arguments: query.arguments)
                    .map { $0["detail"] as String }.joined(separator: "\n")
            }
        }
        #expect(plan.contains("SEARCH entry USING INDEX entry_paged"))
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
    }

    @Test func `sessions come newest first, of one station or all`() async throws {
        let test = try TestJournal(rules: SiteRules(finalAfter: .seconds(0)))
        try await test.run { (journal) async throws in
            for (number, station) in ["CP1", "CP2", "CP1"].enumerated() {
                let end = TransactionEnd(
                    transaction: -1, register: ExactDecimal(Int64(number)), timestamp: Timestamp(seconds: 1_780_000_000)
                )
                _ = try await journal.record(.station(StationID(station), .ended(end)))
                _ = try await journal.record(.tick)
            }
            func registers(_ query: SessionQuery) async throws -> [Int64?] {
                try await journal.sessions(query).map { $0.stationRegister.stop?.rounded }
            }
            #expect(try await registers(SessionQuery()) == [2, 1, 0])
            #expect(try await registers(SessionQuery(limit: 1)) == [2])
            #expect(try await registers(SessionQuery(station: "CP1")) == [2, 0])
            #expect(try await registers(SessionQuery(limit: 0)) == [])
        }
    }
}
