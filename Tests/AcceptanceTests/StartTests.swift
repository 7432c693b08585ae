import Foundation
import Testing

/// A daemon that cannot start says in one line why, and what to do.
@Suite(.timeLimit(.minutes(1))) struct StartTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var says: String
        var hint: String
        /// Changes the configuration of a daemon that would start. The site beside it is one that runs.
        var spoil: @Sendable (inout TestSite.Setup, _ running: TestSite) async throws -> Void
    }

    static let cases = [
        Case(testDescription: "a newer schema", says: "written by a newer version", hint: "Install that version") {
            setup, _ in
            try await makeData(setup, setting: 60, to: 99)
        },
        Case(
            testDescription: "another program's database", says: "is not a data file of Ohmstead", hint: "another path"
        ) { setup, _ in
            try await makeData(setup, setting: 68, to: 1)
        },
        Case(testDescription: "no database at all", says: "is not a data file of Ohmstead", hint: "move that file away")
        { setup, _ in
            setup.data = try setup.folder.write("letter.db", String(repeating: "Dear reader, ", count: 1000))
        },
        Case(testDescription: "a directory", says: "cannot be opened", hint: "must be a file") { setup, _ in
            setup.data = "\(setup.folder.path)/there.db"
            try FileManager.default.createDirectory(atPath: setup.data, withIntermediateDirectories: true)
        },
        Case(testDescription: "no directory for the data", says: "does not exist", hint: "Make it: install -d") {
            setup, _ in setup.data = "\(setup.folder.path)/none/ohmstead.db"
        },
        Case(testDescription: "no directory for the socket", says: "no such file or directory", hint: "Make its") {
            setup, _ in setup.socket = "\(setup.folder.path)/none/ohmstead.sock"
        },
        Case(testDescription: "a file in place of the socket", says: "is not a socket", hint: "another path") {
            setup, _ in setup.socket = try setup.folder.write("plain", "")
        },
        Case(testDescription: "the data file in use", says: "Another process uses", hint: "Stop the other daemon") {
            $0.data = $1.setup.data
        },
        Case(testDescription: "the socket in use", says: "Another ohmstead answers at", hint: "share a site") {
            $0.socket = $1.setup.socket
        },
        Case(testDescription: "the port for wallboxes in use", says: "address already in use", hint: "this port") {
            $0.stations = "127.0.0.1:\($1.gateway.ports.stations)"
        },
        Case(testDescription: "the port of the page in use", says: "address already in use", hint: "this port") {
            $0.page = "127.0.0.1:\($1.gateway.ports.console ?? 0)"
        },
        Case(testDescription: "not this machine's address", says: "203.0.113.9", hint: "not this machine's") {
            setup, _ in setup.stations = "203.0.113.9:0"
        },
    ]

    @Test(arguments: cases)
    func `a daemon that cannot start says why and what to do`(_ spoiled: Case) async throws {
        let running = try await TestSite(TestSite.Setup(try Folder()))
        var setup = TestSite.Setup(try Folder())
        try await spoiled.spoil(&setup, running)
        let file = try setup.folder.write("ohmstead.toml", setup.text)

        let answer = try await Program.run(["run", "--config", file])
        #expect(answer.status == 1)
        #expect(answer.output == "")
        #expect(answer.error.contains(spoiled.says), "\(answer)")
        #expect(answer.error.contains(spoiled.hint), "\(answer)")
        #expect(answer.error.split(separator: "\n").count <= 2, "\(answer)")
        for raw in ["errno", "NIO", "Error(", "Optional(", "::"] { #expect(!answer.error.contains(raw), "\(answer)") }
        #expect(try await running.ask("status").status == 0)
    }

    @Test func `an option nobody knows is told with the usage`() async throws {
        let answer = try await Program.run(["run", "--nope"])
        #expect(answer.status == 2)
        #expect(answer.error.contains("Usage: ohmstead run"))
    }

    /// Lets a daemon make its data file, and changes one of the numbers in the header of it
    /// (https://sqlite.org/fileformat2.html#the_database_header).
    private static func makeData(_ setup: TestSite.Setup, setting offset: UInt64, to value: UInt8) async throws {
        let site = try await TestSite(setup)
        #expect(await site.gateway.stop() == 0)
        let file = try FileHandle(forUpdating: URL(filePath: setup.data))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: [0, 0, 0, value])
        try file.close()
    }
}
