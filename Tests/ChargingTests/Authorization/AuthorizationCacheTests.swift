import Charging
import Testing

@Suite struct AuthorizationCacheTests {
    static let day = Duration.hours(24)
    static func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_776_000_000 + seconds) }

    @Test func `an answer holds until its own end and no longer than the lifetime`() throws {
        let (a, b) = try (#require(Tag("A")), #require(Tag("B")))
        var cache = AuthorizationCache()
        cache.learn(a, TagAnswer(status: .accepted, expires: Self.at(100)), at: Self.at(0))
        cache.learn(b, TagAnswer(status: .blocked), at: Self.at(0))
        #expect(cache.answer(for: a, at: Self.at(99), lifetime: Self.day)?.status == .accepted)
        #expect(cache.answer(for: a, at: Self.at(100), lifetime: Self.day) == nil)
        #expect(cache.answer(for: b, at: Self.at(86_399), lifetime: Self.day)?.status == .blocked)
        #expect(cache.answer(for: b, at: Self.at(86_400), lifetime: Self.day) == nil)
        #expect(cache.count == 2)
        cache.clear()
        #expect(cache.count == 0)
    }

    @Test func `a clock that steps back forgets nothing`() throws {
        let a = try #require(Tag("A"))
        var cache = AuthorizationCache()
        cache.learn(a, TagAnswer(status: .accepted), at: Self.at(0))
        #expect(cache.answer(for: a, at: Self.at(-1_000_000), lifetime: Self.day)?.status == .accepted)
    }

    @Test func `what was heard of again is not the oldest any more, whatever the clock says`() throws {
        let (a, b) = try (#require(Tag("A")), #require(Tag("B")))
        var cache = AuthorizationCache()
        for (tag, seconds) in [(a, 0), (b, 60), (a, -60)] {
            cache.learn(tag, TagAnswer(status: .accepted), at: Self.at(Int64(seconds)))
        }
        #expect(cache.oldestFirst.map(\.key) == [b, a])
        #expect(AuthorizationCache(cache.oldestFirst) == cache)
        #expect(AuthorizationCache(cache.oldestFirst.reversed()) != cache)
    }

    @Test func `that another transaction runs is not remembered`() throws {
        let a = try #require(Tag("A"))
        var cache = AuthorizationCache()
        cache.learn(a, TagAnswer(status: .accepted), at: Self.at(0))
        cache.learn(a, TagAnswer(status: .concurrentTransaction), at: Self.at(1))
        #expect(cache.answer(for: a, at: Self.at(2), lifetime: Self.day)?.status == .accepted)
    }

    @Test func `ten thousand and one tags push the oldest out, never the new one`() throws {
        var cache = AuthorizationCache()
        for number in 0..<10_000 {
            cache.learn(Tag("T\(number)")!, TagAnswer(status: .accepted), at: Self.at(Int64(number)))
        }
        // What is known already needs no room.
        cache.learn(try #require(Tag("T9999")), TagAnswer(status: .blocked), at: Self.at(9999))
        #expect(cache.count == 10_000)
        cache.learn(try #require(Tag("T10000")), TagAnswer(status: .accepted), at: Self.at(10_000))
        #expect(cache.count == 10_000 - 625 + 1)
        func knows(_ number: Int) -> Bool {
            cache.answer(for: Tag("T\(number)")!, at: Self.at(10_001), lifetime: Self.day) != nil
        }
        #expect(!knows(0) && !knows(624) && knows(625) && knows(10_000))
    }
}
