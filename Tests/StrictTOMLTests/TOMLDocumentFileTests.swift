import FoundationEssentials
import StrictTOML
import Testing

private func problem(path: String) -> String? {
    do {
        _ = try TOMLDocument(path: path)
        return nil
    } catch {
        return error.description
    }
}

private func withFile(_ contents: Data, body: (String) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID()).toml")
    try contents.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try body(file.path)
}

@Test func `a file is read with its path as its name`() throws {
    try withFile(Data("a = 1\nb = 2".utf8)) { path in
        let document = try TOMLDocument(path: path)
        #expect(document.file == path)
        #expect(document.line(of: ["b"]) == 2)
    }
}

@Test func `what is no file is refused, not read without end`() {
    #expect(problem(path: "/no/such/file.toml") == "/no/such/file.toml: there is no such file. Check the path.")
    #expect(problem(path: "/dev/zero") == "/dev/zero: there is no such file. Check the path.")
    #expect(problem(path: "/tmp") == "/tmp: there is no such file. Check the path.")
}

@Test func `a file that is not UTF-8 is refused`() throws {
    try withFile(Data([0x61, 0xFF])) { path in
        #expect(problem(path: path) == "\(path): the file is not UTF-8. Save it as plain UTF-8 text.")
    }
}

@Test func `a file that is too long is refused before it is read`() throws {
    try withFile(Data(repeating: 0x23, count: StrictTOML.longestText + 1)) { path in
        #expect(problem(path: path)?.contains("longer than") == true)
    }
}
