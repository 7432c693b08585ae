import Testing

@testable import Metering

@Test func `the pause doubles up to its longest and starts anew after a success`() {
    var backOff = BackOff(first: .seconds(1), longest: .seconds(5))
    #expect(backOff.isOver(at: .zero))
    var now = Duration.zero
    for pause in [1, 2, 4, 5, 5] {
        backOff.failed(at: now)
        #expect(!backOff.isOver(at: now + .seconds(pause) - .milliseconds(1)))
        now += .seconds(pause)
        #expect(backOff.isOver(at: now))
    }
    backOff.succeeded()
    #expect(backOff.isOver(at: .zero))
    backOff.failed(at: .zero)
    #expect(backOff.isOver(at: .seconds(1)))
}
