import Charging
import GRDB
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct VariableWriterTests {
    private static func report(_ numbers: Range<Int>, _ value: String) -> DeviceReport {
        DeviceReport(
            variables: numbers.map {
                DeviceVariable(name: VariableName(component: "Connector", variable: "V\($0)"), value: value)
            })
    }

    @Test func `what is known of a station changes however much it has told`() async throws {
        let most = VariableWriter.mostOfAStation
        let values = try await TestJournal().store { store in
            try await store.write { db in
                let writer = VariableWriter(db: db)
                let at = Timestamp(seconds: 1_780_000_000)
                try writer.write(Self.report(0..<most - 1, "first"), of: "CP1", at: at, seq: 1)
                // More than there is room for, though few of them are new.
                try writer.write(Self.report(0..<most + 5, "second"), of: "CP1", at: at, seq: 2)
                try writer.write(Self.report(0..<1, "other"), of: "CP2", at: at, seq: 3)
            }
            return try await store.read { db in
                try String.fetchAll(db, sql: "SELECT value FROM variable WHERE station = 'CP1'")
            }
        }
        #expect(values.count == most)
        #expect(values.allSatisfy { $0 == "second" })
    }
}
