import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(1))) struct BellTests {
    @Test func `every listener hears, and strokes that nobody heard yet are one`() async {
        let bell = Bell()
        let streams = [bell.listen(), bell.listen()]
        bell.ring()
        bell.ring()
        bell.mute()
        for stream in streams { #expect(await stream.reduce(0) { count, _ in count + 1 } == 1) }
    }

    @Test func `who listens to a mute bell is not kept waiting`() async {
        let bell = Bell()
        bell.mute()
        #expect(await bell.listen().reduce(0) { count, _ in count + 1 } == 0)
    }
}
