import Charging
import Gateway
import Simulator
import Testing

struct ConditionsFoldingTests {
    private let health = Health(wallClock: ManualWallClock())

    private func raise(_ lane: String, _ severity: Severity = .notice) {
        health.raise("uplink.\(lane).away", severity, "\(lane): The CSMS is not there.", remedy: "Nothing.")
    }

    @Test func `what ails many stations of a back office is told once, and the rest stays`() {
        for number in 1...40 { raise("office.main/CP\(number)") }
        raise("other/CP1")
        health.raise("journal.storage", .critical, "The disk is full.", remedy: "Make space.")
        let folded = health.current.folded
        #expect(folded.map(\.code).sorted() == ["journal.storage", "uplink.office.main.away", "uplink.other/CP1.away"])
        #expect(folded.contains { $0.summary.hasPrefix("office.main, 40 stations alike; office.main/CP") })
    }

    @Test func `a few are told one by one, and what is worse is not hidden`() {
        for number in 1...3 { raise("office/CP\(number)") }
        #expect(health.current.folded == health.current)
        for number in 4...9 { raise("office/CP\(number)", .warning) }
        #expect(health.current.folded.map(\.severity) == [.warning, .notice, .notice, .notice])
    }
}
