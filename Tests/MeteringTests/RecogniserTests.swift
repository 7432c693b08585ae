import Charging
import Metering
import Testing

private func profile(_ model: String, _ recognise: String) throws -> MeterProfile {
    let register =
        "[[register]]\nobis = \"1-0:14.7.0\"\nfunction = \"input\"\naddress = 7\ntype = \"uint16\"\nunit = \"Hz\""
    return try MeterProfile(
        text: "vendor = \"V\"\nmodel = \"\(model)\"\nsource = \"S\"\n\(recognise)\n\(register)\n", file: "m.toml")
}

private func check(_ address: Int, _ what: String) -> String {
    "[[recognise]]\nfunction = \"holding\"\naddress = \(address)\n\(what)\n"
}

/// Answers from a table, refuses the rest, and counts.
private func candidates(
    _ profiles: [MeterProfile], holding: [UInt16: [UInt16]] = [:], input: [UInt16: [UInt16]] = [:]
) async throws -> (names: [String], requests: Int) {
    var requests = 0
    let found = try await Recogniser(profiles: profiles).candidates { block throws(BusError) in
        requests += 1
        guard let words = (block.function == .holding ? holding : input)[block.address], words.count == block.count
        else { throw .exception(2) }
        return words
    }
    return (found.map(\.profile.model), requests)
}

@Test func `a number, a range and a text tell models apart, and no register is read twice`() async throws {
    let profiles = [
        try profile("number", check(11, "type = \"uint16\"\nvalues = [5, 6]")),
        try profile("range", check(11, "type = \"uint16\"\nfrom = \"7\"\nto = \"9\"")),
        try profile("text", check(20, "length = 2\nstarts_with = \"B23\"")),
    ]
    #expect(try await candidates(profiles, holding: [11: [6]]) == (["number"], 2))
    #expect(try await candidates(profiles, holding: [11: [9]]) == (["range"], 2))
    #expect(try await candidates(profiles, holding: [20: [0x4232, 0x3320]]) == (["text"], 2))
    #expect(try await candidates(profiles, holding: [11: [10], 20: [0x4232, 0x3420]]) == ([], 2))
}

@Test func `all checks must hold, and the more particular model stands first`() async throws {
    let one = check(11, "type = \"uint16\"\nvalues = [5]")
    let profiles = [try profile("some", one), try profile("one", one + check(12, "type = \"uint16\"\nvalues = [7]"))]
    #expect(try await candidates(profiles, holding: [11: [5], 12: [7]]).names == ["one", "some"])
    #expect(try await candidates(profiles, holding: [11: [5], 12: [8]]).names == ["some"])
    #expect(try await candidates(profiles, holding: [11: [5]]).names == ["some"])
}

@Test func `without a name a mains frequency is a hint, and nothing else is`() async throws {
    let profiles = [try profile("mute", ""), try profile("named", check(11, "type = \"uint16\"\nvalues = [5]"))]
    #expect(try await candidates(profiles, input: [7: [50]]).names == ["mute"])
    #expect(try await candidates(profiles, input: [7: [0]]).names.isEmpty)
    #expect(try await candidates(profiles, holding: [11: [5]], input: [7: [50]]).names == ["named"])
}

@Test func `silence is thrown, for nobody was asked`() async throws {
    let profiles = [try profile("named", check(11, "type = \"uint16\"\nvalues = [5]"))]
    await #expect(throws: BusError.silent) {
        try await Recogniser(profiles: profiles).candidates { _ throws(BusError) in throw .silent }
    }
}
