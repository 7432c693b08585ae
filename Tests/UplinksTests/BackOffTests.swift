import Testing
import Uplinks

@Suite struct BackOffTests {
    @Test func `the span doubles from five seconds to a quarter of an hour`() {
        var backOff = BackOff(jitter: Jitter { 1 })
        let spans = (0..<10).map { _ in backOff.next().components.seconds }
        #expect(spans == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900])
    }

    @Test func `the whole span is random`() {
        var backOff = BackOff(jitter: Jitter { 0.25 })
        #expect(backOff.next() == .milliseconds(1250))
        var least = BackOff(jitter: Jitter { 0 })
        #expect(least.next() == .zero)
    }

    @Test func `a success starts it over`() {
        var backOff = BackOff(jitter: Jitter { 1 })
        for _ in 0..<100 { _ = backOff.next() }
        backOff.reset()
        #expect(backOff.next() == .seconds(5))
    }
}
