import StrictTOML
import Testing

private enum Parity: String, Decodable, CaseIterable { case none, even, odd }

private struct Configuration: Decodable, Equatable {
    struct Storage: Decodable, Equatable { var path: String }

    struct Meter: Decodable, Equatable {
        var id: String
        var unit: UInt8
        var interval: Int?
        var parity: Parity?

        enum CodingKeys: String, CodingKey {
            case id
            case unit
            case interval = "interval_seconds"
            case parity
        }
    }

    var storage: Storage
    var meter: [Meter]?
    var tags: [String]?
    var limits: [String: Double]?
}

private func problems(_ text: String) -> [String] {
    do {
        _ = try StrictTOML.decode(Configuration.self, from: text, file: "ohmstead.toml")
        return []
    } catch {
        return error.all.map(\.description)
    }
}

private let valid = """
    tags = ["a", "b"]
    [storage]
    path = "/var/lib"   # where
    [[meter]]
    id = "garage"
    unit = 1
    interval_seconds = 10
    [[meter]]
    id = "carport"
    unit = 2
    parity = "even"
    [limits]
    garage = 32
    carport = 1.5
    """

@Test func `a file is decoded into its type`() throws {
    let configuration = try StrictTOML.decode(Configuration.self, from: valid, file: "ohmstead.toml")
    #expect(configuration.storage.path == "/var/lib")
    #expect(
        configuration.meter == [
            .init(id: "garage", unit: 1, interval: 10), .init(id: "carport", unit: 2, parity: .even),
        ])
    #expect(configuration.tags == ["a", "b"])
    #expect(configuration.limits == ["garage": 32, "carport": 1.5])
}

private struct Slip: CustomTestStringConvertible, Sendable {
    var written: String
    var problem: String
    var testDescription: String { problem }
}

@Test(arguments: [
    Slip(
        written: "[storage]\npath = \"a\"\npaht = \"b\"",
        problem: #"ohmstead.toml:3:1: unknown key "paht" in [storage]. Did you mean "path"?"#),
    Slip(
        written: "[storage]\npaht = \"b\"",
        problem: #"ohmstead.toml:2:1: unknown key "paht" in [storage]. Did you mean "path"?"#),
    Slip(
        written: "[storage]\npath = \"a\"\n[mqtt]\nhost = \"b\"",
        problem: #"ohmstead.toml:3:1: unknown key "mqtt" in the file. Known here: limits, meter, storage, tags."#),
    Slip(
        written: "[storage]\npath = \"a\"\n[[meter]]\nid = \"a\"\nunit = 1\n  interval_seconds = \"10\"",
        problem: "ohmstead.toml:6:3: interval_seconds must be a whole number, not the text \"10\". "
            + "Write interval_seconds = 10."),
    Slip(
        written: "[storage]\npath = 7",
        problem: "ohmstead.toml:2:1: path must be a text in quotes, not the number 7. Write path = \"7\"."),
    Slip(
        written: "[storage]\npath = \"a\"\n[[meter]]\nid = \"a\"\nunit = 300",
        problem: "ohmstead.toml:5:1: unit must be a whole number from 0 to 255, not the number 300."),
    Slip(
        written: "[storage]\npath = \"a\"\n[[meter]]\nid = \"a\"\nunit = 1\n[[meter]]\nid = \"b\"",
        problem: #"ohmstead.toml:6:1: "unit" is missing in [[meter]] number 2."#),
    Slip(written: "tags = [\"a\"]", problem: #"ohmstead.toml: "storage" is missing in the file."#),
    Slip(
        written: "[storage]\npath = \"a\"\n[[meter]]\nid = \"a\"\nunit = 1\nparity = \"evne\"",
        problem: "ohmstead.toml:6:1: parity must be \"none\", \"even\" or \"odd\", not \"evne\". Did you mean \"even\"?"
    ),
    Slip(
        written: "[storage]\npath = \"a\"\n[meter]\nid = \"a\"",
        problem: "ohmstead.toml:3:1: meter must be a list, not a table. "
            + "Write [[meter]] with two brackets; there may be several."),
    Slip(
        written: "[[storage]]\npath = \"a\"",
        problem: "ohmstead.toml:1:1: storage must be a table, not a list. "
            + "Write [storage] with one bracket; there is only one."),
    Slip(
        written: "tags = [\"a\",\n  2]\n[storage]\npath = \"a\"",
        problem: "ohmstead.toml:2:3: number 2 of tags must be a text in quotes, not the number 2."),
    Slip(
        written: "[storage]\npath = { a = 1 }",
        problem: "ohmstead.toml:2:1: path must be a text in quotes, not a table."),
])
private func `a slip of the pen is named with its place and what to write`(_ slip: Slip) {
    #expect(problems(slip.written) == [slip.problem])
}

@Test func `all problems of a file come at once, from the top`() {
    let text = """
        colour = "red"
        [storage]
        pth = "x"
        [[meter]]
        id = 5
        unit = "one"
        [[meter]]
        id = "b"
        unit = 2
        parity = "odd"
        intervall_seconds = 4
        """
    #expect(
        problems(text) == [
            "ohmstead.toml:1:1: unknown key \"colour\" in the file. Known here: limits, meter, storage, tags.",
            "ohmstead.toml:3:1: unknown key \"pth\" in [storage]. Did you mean \"path\"?",
            "ohmstead.toml:5:1: id must be a text in quotes, not the number 5. Write id = \"5\".",
            "ohmstead.toml:6:1: unit must be a whole number from 0 to 255, not the text \"one\".",
            "ohmstead.toml:11:1: unknown key \"intervall_seconds\" in [[meter]] number 2. "
                + "Did you mean \"interval_seconds\"?",
        ])
}

@Test func `what is not TOML is refused with its line`() throws {
    let problem = try #require(throws: TOMLProblem.self) {
        try StrictTOML.decode(Configuration.self, from: "[storage]\npath = oops", file: "x.toml")
    }
    #expect(problem.line == 2)
    #expect(problem.message.hasPrefix("this is not TOML: "))
    #expect(problem.file == "x.toml")
}

@Test func `a key that comes twice is refused`() {
    #expect(problems("[storage]\npath = \"a\"\npath = \"b\"").first?.hasPrefix("ohmstead.toml:3:") == true)
}

@Test(.timeLimit(.minutes(1))) func `a file full of mistakes is read in one go and reported in part`() {
    let text = "tags = [" + String(repeating: "1,", count: 100_000) + "]\n[storage]\npath = \"a\""
    #expect(problems(text).count == 50)
}

private struct Hostile: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
}

@Test(arguments: [
    Hostile(testDescription: "longer than a mebibyte", text: String(repeating: "#", count: 1 << 20 | 1)),
    Hostile(testDescription: "a NUL byte that would end a C string", text: "[storage]\npath = \"a\"\n\0colour = 1"),
    Hostile(
        testDescription: "lists in lists",
        text: "tags = " + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)),
    Hostile(
        testDescription: "more nested than the parser can stand",
        text: "tags = " + String(repeating: "[", count: 100_000)),
    Hostile(testDescription: "a string without its end", text: "[storage]\npath = \"a"),
    Hostile(testDescription: "a header without its end", text: "[storage"),
    Hostile(testDescription: "an empty file", text: ""),
])
private func `a file that is no configuration is refused, not fatal`(_ hostile: Hostile) {
    #expect(problems(hostile.text).count == 1)
}
