import Charging
import Testing

@testable import Uplinks

@Suite struct LinkBackOffTests {
    /// The fractional parts of the multiples of the golden ratio: spread, and the same every time.
    private func jitter(_ number: Int) -> Jitter {
        let draws = Watched(Double(number) * 0.618_033_988_75)
        return Jitter {
            draws.change { draw in
                draw += 0.618_033_988_75
                return draw.truncatingRemainder(dividingBy: 1)
            }
        }
    }

    @Test func `a hundred links that start together spread, and stay below the ceiling`() {
        var moments: Set<Duration> = []
        for number in 0..<100 {
            var backOff = LinkBackOff(longest: .minutes(5), jitter: jitter(number))
            var now = backOff.start()
            #expect(now <= LinkBackOff.first)
            moments.insert(now)
            for _ in 0..<12 {
                let pause = backOff.next()
                #expect((LinkBackOff.shortest...Duration.minutes(5)).contains(pause))
                now += pause
                moments.insert(now)
            }
        }
        #expect(moments.count == 1300)
    }

    @Test func `the span doubles up to the ceiling, and begins anew after a success`() {
        var backOff = LinkBackOff(longest: .seconds(60), jitter: Jitter { 1 })
        #expect((0..<6).map { _ in backOff.next() } == [5, 10, 20, 40, 60, 60].map { .seconds($0) })
        backOff.reset()
        #expect(backOff.next() == .seconds(5))
        for _ in 0..<100 { _ = backOff.next() }
        #expect(backOff.next() == .seconds(60))
    }

    @Test func `chance never makes it dial at once`() {
        var backOff = LinkBackOff(longest: .minutes(5), jitter: Jitter { 0 })
        #expect(backOff.start() == .zero)
        for _ in 0..<40 { #expect(backOff.next() == .seconds(1)) }
    }
}
