import Charging
import Testing

@testable import Journal

@Suite struct JournalTests {
    @Test func `an event is in the journal when its sender has the answer`() async throws {
        try await TestJournal().run { journal in
            #expect(try await journal.record(.transfer("a")) == .recorded)
            let entries = try await journal.everything()
            #expect(entries.map(\.seq) == [1])
            #expect(entries.first?.subject == .station("CP1"))
            #expect(entries.first?.fact == .dataTransfer(DataTransfer(vendor: "test", data: "a")))
        }
    }
}
