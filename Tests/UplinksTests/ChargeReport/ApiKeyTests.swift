import FoundationEssentials
import Testing
import Uplinks

@Suite struct ApiKeyTests {
    private func withFile<R>(_ content: String, _ body: (String) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "key")
        try Data(content.utf8).write(to: file)
        return try body(file.path)
    }

    @Test func `a key never prints itself`() throws {
        let key = try #require(ApiKey("cr_live_secret"))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), String(describing: Optional(key)), dumped] {
            #expect(!text.contains("cr_live"))
        }
    }

    @Test(arguments: ["", "two words", "tab\t", "line\nbreak", "ümlaut", String(repeating: "k", count: 513)])
    func `what a header cannot carry is no key`(_ text: String) {
        #expect(ApiKey(text) == nil)
    }

    @Test(arguments: ["cr_live_1", "cr_live_1\n", "cr_live_1\r\n", "cr_live_1\n\n"])
    func `a file may end with a line break`(_ content: String) throws {
        try withFile(content) { path in
            let key = try SecretSource.file(path: path).read(as: { ApiKey($0) })
            #expect(key == ApiKey("cr_live_1"))
        }
    }

    @Test(arguments: ["", "\n", "cr_live_1\ncr_live_2\n", String(repeating: "k", count: 5000)])
    func `a file with anything else is refused and not quoted`(_ content: String) throws {
        try withFile(content) { path in
            let problem = #expect(throws: SecretProblem.self) {
                try SecretSource.file(path: path).read(as: { ApiKey($0) })
            }
            #expect(problem?.description.contains("cr_live") == false)
        }
    }

    @Test func `a file that is not there is named`() {
        let problem = #expect(throws: SecretProblem.self) {
            try SecretSource.file(path: "/nowhere/key").read(as: { ApiKey($0) })
        }
        #expect(problem?.description.contains("/nowhere/key") == true)
        #expect(throws: SecretProblem.self) { try SecretSource.file(path: "/").read(as: { ApiKey($0) }) }
    }

    @Test func `a credential is read from where systemd put it`() throws {
        try withFile("cr_live_1") { path in
            let folder = String(path.dropLast("/key".count))
            let environment = ["CREDENTIALS_DIRECTORY": folder]
            let key = try SecretSource.credential(name: "key").read(as: { ApiKey($0) }, environment: environment)
            #expect(key == ApiKey("cr_live_1"))
            #expect(throws: SecretProblem.self) {
                try SecretSource.credential(name: "../key").read(as: { ApiKey($0) }, environment: environment)
            }
        }
        let problem = #expect(throws: SecretProblem.self) {
            try SecretSource.credential(name: "chargereport").read(as: { ApiKey($0) }, environment: [:])
        }
        #expect(problem?.description.contains("LoadCredential=chargereport") == true)
    }
}
