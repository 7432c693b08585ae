import Charging
import Gateway
import Logging
import Simulator
import Testing

@Suite(.timeLimit(.minutes(1))) struct TickerTests {
    @Test(arguments: [false, true])
    func `the rules hear every five seconds that time passed, also while the disk is full`(isFull: Bool) async throws {
        let (clock, recorder) = (ManualClock(), FakeRecorder(isFull: isFull))
        let ticker = Ticker(
            recorder: recorder, clock: clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await ticker.run() }
            await clock.sleepers(1)
            #expect(recorder.events == [])
            for count in 1...3 {
                clock.advance(by: .seconds(5))
                await clock.sleepers(1)
                #expect(recorder.events == Array(repeating: .tick, count: count))
            }
            clock.advance(by: .seconds(4))
            #expect(recorder.events.count == 3)
            group.cancelAll()
        }
    }
}
