import Testing

@testable import WebSocket

@Suite struct GuardTests {
    private static func address(_ number: Int) -> IPAddress {
        IPAddress("10.0.\(number / 256).\(number % 256)")!
    }

    @Test(arguments: [
        ("192.168.10.0/24", "192.168.10.255", true), ("192.168.10.0/24", "192.168.11.0", false),
        ("192.168.10.77/24", "192.168.10.1", true), ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("fd00::/8", "fd12::7", true),
        ("fd00::/8", "fe80::1", false), ("::/0", "2001:db8::1", true), ("::/0", "1.2.3.4", false),
        ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("2001:db8::/127", "2001:db8::2", false),
    ])
    func `a network knows its addresses`(network: String, address: String, isInside: Bool) throws {
        #expect(try #require(Network(network)).contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0", "::/129", "box/24", "10.0.0.0/",
        "10.0.0.0/99999999999999999999",
    ])
    func `what is no network is refused`(text: String) {
        #expect(Network(text) == nil)
    }

    @Test func `an address is written as everybody writes it`() {
        #expect(IPAddress("::ffff:10.0.0.1")?.description == "10.0.0.1")
        #expect(IPAddress("2001:DB8:0:0::1")?.description == "2001:db8::1")
        #expect(IPAddress("127.3.2.1")?.isLoopback == true)
        #expect(IPAddress("::1")?.isLoopback == true)
        #expect(IPAddress("::2")?.isLoopback == false)
        #expect(Network("10.1.2.3/8")?.description == "10.1.2.3/8")
    }

    @Test func `a bucket gives its burst, then its rate`() {
        let rate = TokenBucket.Rate(perSecond: 10, burst: 3)
        var bucket = TokenBucket(rate, at: 0)
        #expect((0..<4).map { _ in bucket.takeIfAny(rate, at: 0) } == [true, true, true, false])
        #expect(bucket.takeIfAny(rate, at: 50_000_000) == false)
        #expect(bucket.takeIfAny(rate, at: 100_000_000) == true)
        // However long nothing happens, no more than the burst gathers.
        #expect((0..<4).map { _ in bucket.takeIfAny(rate, at: 60_000_000_000) } == [true, true, true, false])
    }

    @Test func `what is owed has to be waited for`() {
        let rate = TokenBucket.Rate(perSecond: 10, burst: 1)
        var bucket = TokenBucket(rate, at: 0)
        #expect(bucket.take(rate, at: 0) == true)
        #expect(bucket.debt(rate, at: 0) == 0)
        #expect(bucket.take(rate, at: 0) == false)
        #expect(bucket.take(rate, at: 0) == false)
        let wait = bucket.debt(rate, at: 0)
        #expect((200_000_000...200_000_001).contains(wait))
        #expect(bucket.debt(rate, at: wait) == 0)
    }

    private let policy = Bans.Policy(
        threshold: 3, window: .seconds(60), shortest: .seconds(30), longest: .seconds(100), forgiveness: .seconds(1000),
        capacity: 8)

    @Test func `so many offences are a ban, and it ends`() {
        var bans = Bans(policy)
        let address = Self.address(1)
        #expect(bans.offend(address, at: .zero) == nil)
        #expect(bans.offend(address, at: .seconds(1)) == nil)
        #expect(!bans.isBanned(address, at: .seconds(1)))
        #expect(bans.offend(address, at: .seconds(2)) == .seconds(30))
        #expect(bans.isBanned(address, at: .seconds(31)))
        #expect(bans.count(at: .seconds(31)) == 1)
        #expect(!bans.isBanned(Self.address(2), at: .seconds(31)))
        #expect(!bans.isBanned(address, at: .seconds(32)))
        #expect(bans.count(at: .seconds(32)) == 0)
    }

    @Test func `offences far apart are none`() {
        var bans = Bans(policy)
        for minute in 0..<10 { #expect(bans.offend(Self.address(1), at: .seconds(60 * minute)) == nil) }
    }

    @Test func `each ban is twice as long, up to the longest, until all is forgiven`() {
        var bans = Bans(policy)
        var now = Duration.zero
        func offendUntilBanned() -> Duration? {
            for _ in 0..<3 { if let ban = bans.offend(Self.address(1), at: now) { return ban } }
            return nil
        }
        for expected in [30, 60, 100, 100] {
            let ban = offendUntilBanned()
            #expect(ban == .seconds(expected))
            now += .seconds(expected)
        }
        now += .seconds(1000)
        #expect(offendUntilBanned() == .seconds(30))
        bans.pardon(Self.address(1))
        #expect(!bans.isBanned(Self.address(1), at: now))
    }

    @Test func `who is banned is known, the longest first`() {
        var bans = Bans(policy)
        for number in [1, 2] {
            for _ in 0..<3 { _ = bans.offend(Self.address(number), at: .seconds(number)) }
        }
        let banned = bans.banned(at: .seconds(12))
        #expect(banned.map(\.address) == [Self.address(2), Self.address(1)])
        #expect(banned.map(\.remaining) == [.seconds(20), .seconds(19)])
        #expect(bans.banned(at: .seconds(31)).map(\.address) == [Self.address(2)])
    }

    @Test func `ten thousand addresses are not remembered`() {
        var bans = Bans(policy)
        for number in 0..<10_000 { _ = bans.offend(Self.address(number), at: .milliseconds(number)) }
        #expect(bans.size <= 8)
        // Who came last is known: two more and it is banned.
        _ = bans.offend(Self.address(9_999), at: .seconds(11))
        #expect(bans.offend(Self.address(9_999), at: .seconds(11)) == .seconds(30))
    }
}
