import Charging
import Logging
import Simulator
import Testing

@testable import Journal

@Suite struct StorageConditionTests {
    private let health = Health(wallClock: ManualWallClock())
    private var condition: StorageCondition {
        StorageCondition(health: health, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func `a log that cannot begin anew is told, until it can`() {
        let condition = condition
        #expect(!condition.log(hasGrownTo: Store.logLimit, Store.logLimit))
        #expect(health.current.isEmpty)
        #expect(condition.log(hasGrownTo: Store.logLimit + 1_048_576, Store.logLimit))
        #expect(health.current.map(\.code) == ["journal.log"])
        #expect(health.current.first?.summary.contains("65 MiB") == true)
        condition.logBeginsAnew()
        #expect(health.current.isEmpty)
    }

    @Test func `the words follow the disk, and since when stays`() {
        let condition = condition
        condition.failed(StorageFailure(kind: .full, detail: "a"))
        condition.failed(StorageFailure(kind: .readOnly, detail: "b"))
        #expect(health.current.count == 1)
        #expect(health.current.first?.summary.contains("read-only") == true)
        condition.succeeded()
        #expect(health.current.isEmpty)
        #expect(!condition.isRaised)
    }
}
