import Charging
import Testing

/// In tests a tag is what a driver shows, not what marks a test.
typealias Tag = Charging.Tag

@Suite struct TagTests {
    struct Spelling: Sendable, CustomTestStringConvertible {
        var text: String
        var tag: String?
        var testDescription: String { "\"\(text)\"" }
    }

    @Test(arguments: [
        Spelling(text: "04a2b3c4", tag: "04A2B3C4"), Spelling(text: " 04A2B3C4 \r\n", tag: "04A2B3C4"),
        Spelling(text: "04A2B3C4\0\0", tag: "04A2B3C4"), Spelling(text: "my card", tag: "MY CARD"),
        Spelling(text: "", tag: nil), Spelling(text: " \t", tag: nil), Spelling(text: "NoAuthorization", tag: nil),
        Spelling(text: "A\u{7}B", tag: nil), Spelling(text: "A\0B", tag: nil),
        Spelling(text: String(repeating: "x", count: 36), tag: String(repeating: "X", count: 36)),
        Spelling(text: String(repeating: "x", count: 37), tag: nil),
        Spelling(text: String(repeating: " ", count: 100_000) + "A", tag: nil),
    ])
    func `a tag has one spelling`(_ test: Spelling) {
        #expect(Tag(test.text)?.text == test.tag)
    }

    @Test func `a masked tag shows its end, and a short one nothing`() throws {
        #expect(try #require(Tag("04a2b3c4d5e6f7")).masked == "…E6F7")
        #expect(try #require(Tag("123456")).masked == "…")
    }

    @Test func `the starter, the group and the master group may stop`() throws {
        let (a, b, family, master) = try (
            #require(Tag("A")), #require(Tag("B")), #require(Tag("FAMILY")), #require(Tag("MASTER"))
        )
        let starter = TagHolder(tag: a, group: family)
        #expect(TagHolder(tag: a).mayStop(startedBy: starter))
        #expect(TagHolder(tag: b, group: family).mayStop(startedBy: starter))
        #expect(!TagHolder(tag: b).mayStop(startedBy: starter))
        #expect(!TagHolder(tag: b).mayStop(startedBy: TagHolder(tag: a)), "no group is no common group")
        #expect(!TagHolder(tag: b, group: master).mayStop(startedBy: starter))
        #expect(TagHolder(tag: b, group: master).mayStop(startedBy: starter, masterGroup: master))
        #expect(!TagHolder(tag: b).mayStop(startedBy: starter, masterGroup: master))
    }
}
