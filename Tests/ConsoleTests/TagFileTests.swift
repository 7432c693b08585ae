import Charging
import Console
import Testing

struct TagFileTests {
    @Test(arguments: [
        "tag,status,expires,group,note\nAAAA,blocked,2026-12-31,FAM,\"Anna, the first\"\nBBBB\n",
        "AAAA;blocked;2026-12-31;FAM;Anna, the first\r\nBBBB;;;;\r\n",
        "\u{FEFF}Note\tTag\tstatus\texpires\tgroup\n".lowercased()
            + "Anna, the first\tAAAA\tBlocked\t2026-12-31T23:59:59Z\tFAM\n\tBBBB\n",
    ])
    func `a spreadsheet's list is read however it is written`(text: String) throws {
        let changes = try TagFile.read(text)
        #expect(changes.map(\.tag) == ["AAAA", "BBBB"])
        #expect(changes.map(\.status) == [.blocked, nil])
        #expect(changes[0].expires == ISO8601("2026-12-31T23:59:59Z")?.timestamp)
        #expect(changes[0].group == "FAM")
        #expect(changes[0].note == "Anna, the first")
    }

    @Test(arguments: [
        "AAAA\nBBBB,nice\n", "AAAA\nBBBB,,tomorrow\n", "AAAA\n,blocked\n",
        "AAAA\n0123456789012345678901234567890123456\n",
    ])
    func `a mistake is told with its line`(text: String) {
        let fault = #expect(throws: TagFile.Fault.self) { try TagFile.read(text) }
        #expect(fault?.line == 2)
    }

    @Test func `an empty file has no tags`() throws {
        #expect(try TagFile.read("") == [])
        #expect(try TagFile.read("tag,status\n\n") == [])
    }
}
