import Testing

@testable import Trust

@Suite struct TagVaultTests {
    private let vault: TagVault

    init() throws { vault = try TagVault(key: [UInt8](0..<64)) }

    @Test(arguments: ["04A1B2C3", "~", "~already", "a", "Zoë", String(repeating: "x", count: 255)])
    func `a sealed tag opens again`(_ tag: String) {
        let sealed = vault.seal(tag)
        #expect(sealed.hasPrefix("~"))
        #expect(sealed.utf8.dropFirst().allSatisfy { Base64.url.bytes([$0, UInt8(ascii: "A")]) != nil })
        #expect(tag.utf8.count < 2 || !sealed.contains(tag))
        #expect(vault.open(sealed) == tag)
    }

    @Test func `equal tags have equal seals, and others do not`() throws {
        #expect(vault.seal("04A1B2C3") == vault.seal("04A1B2C3"))
        #expect(vault.seal("04A1B2C3") != vault.seal("04A1B2C4"))
        #expect(try vault.seal("04A1B2C3") == TagVault(key: [UInt8](0..<64)).seal("04A1B2C3"))
        #expect(try vault.seal("04A1B2C3") != TagVault(key: [UInt8](1...64)).seal("04A1B2C3"))
    }

    @Test func `an old record and nothing at all stay as they are`() {
        #expect(vault.open("04A1B2C3") == "04A1B2C3")
        #expect(vault.seal("") == "")
        #expect(vault.open("") == "")
    }

    @Test func `a changed seal does not open`() throws {
        let sealed = Array(vault.seal("04A1B2C3").utf8)
        for index in 1..<sealed.count {
            var changed = sealed
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(vault.open(String(decoding: changed, as: UTF8.self)) == nil)
        }
        for count in 1..<sealed.count { #expect(vault.open(String(decoding: sealed[..<count], as: UTF8.self)) == nil) }
        #expect(try TagVault(key: [UInt8](1...64)).open(vault.seal("04A1B2C3")) == nil)
    }

    @Test func `many threads seal at once`() async {
        let (vault, expected) = (vault, vault.seal("04A1B2C3"))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<2000).allSatisfy { number in
                        vault.seal("04A1B2C3") == expected && vault.open(vault.seal("tag \(number)")) == "tag \(number)"
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test func `the key file is made once and then kept`() throws {
        let folder = try Scratch()
        let sealed = try TagVault.load(path: folder.file("tags.key")).seal("04A1B2C3")
        #expect(try folder.names == ["tags.key"])
        #expect(try folder.mode("tags.key") == 0o600)
        #expect(try folder.bytes("tags.key").count == 64)
        #expect(try TagVault.load(path: folder.file("tags.key")).open(sealed) == "04A1B2C3")
    }

    @Test func `two that begin at once end up with one key`() async throws {
        let folder = try Scratch()
        let path = folder.file("tags.key")
        let seals = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try TagVault.load(path: path).seal("04A1B2C3") } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(seals.count == 1)
        #expect(try folder.names == ["tags.key"])
    }

    @Test(arguments: [0, 1, 63, 65, 4096])
    func `a key file of the wrong length is refused and left alone`(_ count: Int) throws {
        let folder = try Scratch()
        try folder.write("tags.key", [UInt8](repeating: 7, count: count))
        let error = try #require(throws: TrustError.self) { _ = try TagVault.load(path: folder.file("tags.key")) }
        #expect(error.reason == .unreadable)
        #expect(error.description.contains("tags.key"))
        #expect(try folder.bytes("tags.key").count == count)
    }

    @Test func `a key that others may read is refused`() throws {
        let folder = try Scratch()
        try folder.write("tags.key", [UInt8](repeating: 7, count: 64), mode: 0o640)
        let error = try #require(throws: TrustError.self) { _ = try TagVault.load(path: folder.file("tags.key")) }
        #expect(error.reason == .unreadable)
        #expect(error.hint.contains("chmod 600"))
    }

    @Test func `a key file that cannot be made is a clear error`() throws {
        let folder = try Scratch()
        let error = try #require(throws: TrustError.self) { _ = try TagVault.load(path: folder.file("no/tags.key")) }
        #expect(error.reason == .unwritable)
        let directory = try #require(throws: TrustError.self) { _ = try TagVault.load(path: folder.path) }
        #expect(directory.reason == .unreadable)
    }
}
