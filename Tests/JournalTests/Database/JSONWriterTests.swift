import Charging
import Foundation
import Simulator
import Testing

@testable import Journal

@Suite struct JSONWriterTests {
    struct Sample: Codable, Hashable, Sendable {
        var text = "a"
        var nothing: String?
        var yes = true
        var no = false
        var small = Int8.min
        var large = UInt64.max
        var ratio = -0.125
        var list: [[Int]] = [[], [1, 2]]
        var names = ["only": 1]
        var moment = Timestamp(seconds: 1_780_000_000)
        var choice = Command.requestStart(tag: "T", evse: nil)
    }

    @Test func `keys come in the order they are declared, and nothing is left out`() throws {
        #expect(
            try JSONWriter.write(Sample()) == """
                {"text":"a","yes":true,"no":false,"small":-128,"large":18446744073709551615,"ratio":-0.125,\
                "list":[[],[1,2]],"names":{"only":1},"moment":"2026-05-28T20:26:40Z",\
                "choice":{"requestStart":{"tag":"T"}}}
                """)
    }

    @Test(arguments: [
        "", "plain", #"a "quoted" \ backslash / slash"#, "line\nfeed\r\ttab", "\u{0}\u{1}\u{1f}\u{7f}",
        "Grüße 🚗\u{2028}",
    ])
    func `every text is read back as it was`(_ text: String) throws {
        let written = try JSONWriter.write([text])
        #expect(try JSONDecoder().decode([String].self, from: Data(written.utf8)) == [text])
    }

    @Test func `what has no elements is written empty`() throws {
        #expect(try JSONWriter.write([Int]()) == "[]")
        #expect(try JSONWriter.write([String: Int]()) == "{}")
        #expect(try JSONWriter.write(Hollow()) == "{}")
        #expect(try JSONWriter.write([Int?.none, 1]) == "[null,1]")
    }

    @Test func `a number that is none is refused`() {
        #expect(throws: EncodingError.self) { try JSONWriter.write([Double.nan]) }
    }

    /// A subclass asks for its container again, and writes its parent into a nested one.
    @Test func `a value may go on in its container and nest others`() throws {
        #expect(try JSONWriter.write(Nested()) == #"{"a":1,"inner":{"x":[true,{"y":null}]},"b":2,"super":3}"#)
    }

    @Test(arguments: Array(UInt64(1)...20))
    func `what Foundation would have written says the same`(_ seed: UInt64) throws {
        let wallClock = ManualWallClock()
        var random = RandomSite(seed: seed)
        var site = Site(rules: RandomSite.rules, firstTransaction: TransactionID(3_369_370)!)
        for _ in 1...150 {
            let event = random.next(at: wallClock)
            for (_, fact) in try site.apply(event, at: wallClock.now, history: NoHistory()).facts {
                let body = try BodyCoder.plain.encode(fact)
                #expect(
                    try BodyCoder.plain.fact(kind: fact.kind.rawValue, version: fact.kind.version, body: body) == fact)
                #expect(
                    try Self.tree(body) == Self.tree(String(decoding: JSONEncoder().encode(fact.body), as: UTF8.self)))
            }
        }
        let snapshot = try BodyCoder.plain.decode(SiteSnapshot.self, from: BodyCoder.plain.encode(site.snapshot))
        var restored = Site(rules: RandomSite.rules, firstTransaction: TransactionID(1)!)
        restored.restore(snapshot, at: site.seq)
        // The tags stand apart.
        restored.restore(site.settled.localList, site.settled.cache)
        #expect(restored == site)
    }

    private static func tree(_ text: String) throws -> NSDictionary {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    }
}

private struct Hollow: Encodable {}

private struct Nested: Encodable {
    enum Keys: String, CodingKey { case a, inner, x, y, b }

    func encode(to encoder: any Encoder) throws {
        var first = encoder.container(keyedBy: Keys.self)
        try first.encode(1, forKey: .a)
        var inner = first.nestedContainer(keyedBy: Keys.self, forKey: .inner)
        var list = inner.nestedUnkeyedContainer(forKey: .x)
        try list.encode(true)
        var innermost = list.nestedContainer(keyedBy: Keys.self)
        try innermost.encodeNil(forKey: .y)
        var second = encoder.container(keyedBy: Keys.self)
        try second.encode(2, forKey: .b)
        try 3.encode(to: second.superEncoder())
    }
}

private struct NoHistory: History {
    func session(of transaction: TransactionID, at station: StationID) -> Session? { nil }
    func session(named name: String, at station: StationID) -> Session? { nil }
    func session(startedLike start: TransactionStart, at station: StationID) -> Session? { nil }
    func session(endedLike end: TransactionEnd, at station: StationID) -> Session? { nil }
    func mark(of meter: MeterID, atOrBefore moment: Timestamp) -> MeterMark? { nil }
    func mark(of meter: MeterID, atOrAfter moment: Timestamp) -> MeterMark? { nil }
}
