import StrictTOML
import Testing

private let text = #"""
    # [comment]
    title = "a # no comment, [no] header = 1"   # but this
    notes = """
    [storage]
    path = "x" \""" still inside
    """
    [storage]   # a table
    path = 'C:\'
    "quoted key".inner = 1
    list = [ # [x]
      "one", "tw]o",
      { a = 1, b = [ 1, 2 ] },
    ]
    [[station]]
    id = "CP1"
    [station.limits]
    amps = 16
    [[station]]
    id = "CP2"
    [[station.connector]]
    id = 1
    [[station.connector]]
    id = 2
    """#

private struct Case: CustomTestStringConvertible, Sendable {
    var path: [TOMLStep]
    var line: Int?
    var testDescription: String {
        path.map { if case .key(let key) = $0 { key } else { "[ ]" } }.joined(separator: ".")
    }
}

@Test(arguments: [
    Case(path: ["title"], line: 2),
    Case(path: ["notes"], line: 3),
    Case(path: ["storage"], line: 7),
    Case(path: ["storage", "path"], line: 8),
    Case(path: ["storage", "quoted key", "inner"], line: 9),
    Case(path: ["storage", "list"], line: 10),
    Case(path: ["storage", "list", 1], line: 11),
    Case(path: ["storage", "list", 2, "b"], line: 12),
    Case(path: ["station"], line: 14),
    Case(path: ["station", 0], line: 14),
    Case(path: ["station", 0, "id"], line: 15),
    Case(path: ["station", 0, "limits", "amps"], line: 17),
    Case(path: ["station", 1, "id"], line: 19),
    Case(path: ["station", 1, "connector", 1, "id"], line: 23),
    Case(path: ["station", 1, "connector", 1, "missing"], line: 22),
    Case(path: ["nowhere"], line: nil),
    Case(path: ["comment"], line: nil),
])
private func `a value is found where it stands`(_ place: Case) throws {
    let document = try TOMLDocument(text, file: "x.toml")
    #expect(document.line(of: place.path) == place.line)
}

@Test func `a later check names the line, too`() throws {
    let document = try TOMLDocument(text, file: "x.toml")
    let problem = document.problem(at: ["station", 1, "id"], "there is no meter \"garage\"", hint: "Add one.")
    #expect(problem.description == "x.toml:19:1: there is no meter \"garage\". Add one.")
}
