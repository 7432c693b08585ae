import Charging
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct BellTests {
    @Test func `every listener hears, and strokes that nobody heard yet are one`() async {
        let bell = Bell()
        let streams = [bell.listen(), bell.listen()]
        bell.ringAll()
        bell.ring(about: [.site])
        bell.mute()
        for stream in streams { #expect(await stream.reduce(0) { count, _ in count + 1 } == 1) }
    }

    @Test func `who listens for subjects hears of these alone, and all hear what is meant for all`() async {
        let bell = Bell()
        let pair = bell.listen(for: [.station("CP1"), .meter("M1")])
        let other = bell.listen(for: [.station("CP2")])
        let everything = bell.listen()
        bell.ring(about: [.station("CP1"), .meter("M1"), .station("CP3")])
        var heard = pair.makeAsyncIterator()
        #expect(await heard.next() != nil)
        bell.ring(about: [.meter("M1")])
        #expect(await heard.next() != nil)
        bell.mute()
        #expect(await heard.next() == nil)
        #expect(await other.reduce(0) { count, _ in count + 1 } == 0)
        #expect(await everything.reduce(0) { count, _ in count + 1 } == 1)
    }

    @Test func `who has gone is forgotten, and who listens beside stays`() async {
        let bell = Bell()
        let subjects: Set<Subject> = [.station("CP1"), .meter("M1")]
        let staying = bell.listen(for: subjects)
        for _ in 1...100 { _ = bell.listen(for: subjects) }
        #expect(bell.listenerCount == 1)
        bell.ringAll()
        bell.mute()
        #expect(await staying.reduce(0) { count, _ in count + 1 } == 1)
    }

    @Test func `who listens to a mute bell is not kept waiting`() async {
        let bell = Bell()
        bell.mute()
        #expect(await bell.listen().reduce(0) { count, _ in count + 1 } == 0)
    }
}
