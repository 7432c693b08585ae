import Testing

@testable import Metering

@Suite struct TuningTests {
    @Test func `formats take turns until one brings a telegram`() {
        var tuning = Tuning([.p1, .earlyP1])
        #expect(tuning.current == .p1)
        #expect(tuning.next(at: .seconds(100)) == nil)
        #expect(tuning.next(at: .seconds(111)) == nil)
        #expect(tuning.next(at: .seconds(112)) == .earlyP1)
        #expect(tuning.next(at: .seconds(123)) == nil)
        #expect(tuning.next(at: .seconds(124)) == .p1)
        tuning.settle()
        #expect(tuning.next(at: .seconds(1000)) == nil)
        #expect(tuning.current == .p1)
    }

    @Test func `what somebody described is not tried out`() {
        var tuning = Tuning([.sml])
        #expect(tuning.next(at: .seconds(100)) == nil)
        #expect(tuning.next(at: .seconds(200)) == nil)
        #expect(tuning.current == .sml)
    }
}
