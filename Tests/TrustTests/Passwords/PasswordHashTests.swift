import Foundation
import Testing

@testable import Trust

@Suite struct PasswordHashTests {
    static let quick = PasswordHash.Cost(logRounds: 4)

    struct Example: Sendable {
        var password: String
        var salt: String
        var cost: PasswordHash.Cost
        var hash: String
    }

    @Test(arguments: [
        Example(
            password: "", salt: "", cost: .init(logRounds: 4, blockSize: 1, parallelism: 1),
            hash: """
                77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
                fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
                """),
        Example(
            password: "password", salt: "NaCl", cost: .init(logRounds: 10, blockSize: 8, parallelism: 16),
            hash: """
                fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
                2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
                """),
        Example(
            password: "pleaseletmein", salt: "SodiumChloride", cost: .init(logRounds: 14),
            hash: """
                7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
                d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
                """),
    ])
    func `scrypt gives what RFC 7914 says`(_ example: Example) throws {
        let hash = try PasswordHash.scrypt(
            Array(example.password.utf8), salt: Array(example.salt.utf8), cost: example.cost, count: 64)
        #expect(hash == (try hex(example.hash)))
    }

    @Test func `only the password opens`() throws {
        let hash = try PasswordHash.make(Array("correct horse".utf8), cost: Self.quick)
        #expect(hash.verify(Array("correct horse".utf8)))
        #expect(!hash.verify(Array("correct horsf".utf8)))
        #expect(!hash.verify(Array("correct horse ".utf8)))
        #expect(!hash.verify([]))
    }

    @Test func `the same password never hashes to the same text`() throws {
        let one = try PasswordHash.make([1, 2, 3], cost: Self.quick)
        #expect(try one != PasswordHash.make([1, 2, 3], cost: Self.quick))
        #expect("\(one)" == "(a password hash)")
    }

    @Test func `the text keeps everything`() throws {
        let hash = try PasswordHash.make([1, 2, 3], cost: .init(logRounds: 5, blockSize: 4, parallelism: 2))
        #expect(hash.text.hasPrefix("$scrypt$ln=5,r=4,p=2$"))
        let read = try #require(PasswordHash(text: hash.text))
        #expect(read == hash)
        #expect(read.verify([1, 2, 3]))
        let json = try JSONEncoder().encode([hash])
        #expect(try JSONDecoder().decode([String].self, from: json) == [hash.text])
        #expect(try JSONDecoder().decode([PasswordHash].self, from: json) == [hash])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([PasswordHash].self, from: Data(#"["secret"]"#.utf8))
        }
    }

    @Test func `the standard cost is one that may be read back`() throws {
        let hash = try PasswordHash.make([7], cost: .standard)
        #expect(PasswordHash(text: hash.text) == hash)
    }

    static let salt = String(repeating: "A", count: 22)
    static let hash = String(repeating: "A", count: 43)

    @Test func `the hostile texts differ from a good one only in their fault`() {
        #expect(PasswordHash(text: "$scrypt$ln=14,r=8,p=1$\(Self.salt)$\(Self.hash)") != nil)
    }

    @Test(arguments: [
        "", "secret", "$scrypt$ln=14,r=8,p=1$\(salt)", "$argon2id$ln=14,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=30,r=8,p=1$\(salt)$\(hash)", "$scrypt$ln=17,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=16,r=16,p=1$\(salt)$\(hash)", "$scrypt$ln=14,r=99,p=1$\(salt)$\(hash)",
        "$scrypt$ln=14,r=8,p=9$\(salt)$\(hash)", "$scrypt$ln=0,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=-1,r=8,p=1$\(salt)$\(hash)", "$scrypt$ln=+4,r=8,p=1$\(salt)$\(hash)",
        "$scrypt$ln=99999999999999999999,r=8,p=1$\(salt)$\(hash)", "$scrypt$r=8,ln=14,p=1$\(salt)$\(hash)",
        "$scrypt$ln=14,r=8,p=1$$\(hash)", "$scrypt$ln=14,r=8,p=1$\(salt)$", "$scrypt$ln=14,r=8,p=1$\(salt)$\(salt)$",
        "$scrypt$ln=14,r=8,p=1$\(salt)$AAAA", "$scrypt$ln=14,r=8,p=1$\(salt)$\(hash)=",
        "$scrypt$ln=14,r=8,p=1$\(String(repeating: salt, count: 12))$\(hash)",
    ])
    func `a text that is no hash or costs too much is not read`(_ text: String) {
        #expect(PasswordHash(text: text) == nil)
    }
}
