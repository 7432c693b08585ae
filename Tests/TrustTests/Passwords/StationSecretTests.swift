import Testing

@testable import Trust

@Suite struct StationSecretTests {
    private static func hash(_ text: String) throws -> PasswordHash {
        try #require(StationSecret(text)).hash(cost: PasswordHashTests.quick)
    }

    /// The example of the OCPP 1.6 security white paper: the header is user, colon and the bytes behind the digits.
    @Test func `the white paper's header opens for the white paper's key`() throws {
        let header = try #require(Base64.standard.bytes("QUwxMDAwOgABAgMEBQYH////////////////".utf8))
        let colon = try #require(header.firstIndex(of: UInt8(ascii: ":")))
        #expect(String(decoding: header[..<colon], as: UTF8.self) == "AL1000")
        let hash = try Self.hash("0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF")
        #expect(hash.opens(for: Array(header[(colon + 1)...])))
    }

    @Test func `one hash opens for bytes and for digits in either case`() throws {
        for written in ["a8f3b2e1c4d5", "A8F3B2E1C4D5", "a8F3b2E1c4D5"] {
            let hash = try Self.hash(written)
            #expect(hash.opens(for: [0xA8, 0xF3, 0xB2, 0xE1, 0xC4, 0xD5]))
            #expect(hash.opens(for: Array("a8f3b2e1c4d5".utf8)))
            #expect(hash.opens(for: Array("A8F3B2E1C4D5".utf8)))
            #expect(!hash.opens(for: Array("a8f3b2e1c4d6".utf8)))
            #expect(!hash.opens(for: Array("a8f3b2e1c4d".utf8)))
        }
    }

    @Test func `a password in words opens only as it stands`() throws {
        let hash = try Self.hash("Grüner Strom 7")
        #expect(hash.opens(for: Array("Grüner Strom 7".utf8)))
        #expect(!hash.opens(for: Array("grüner strom 7".utf8)))
    }

    @Test func `a key whose bytes look like digits opens as bytes`() throws {
        // The station sends the bytes behind the digits, and they happen to be digits again.
        let hash = try Self.hash("3132333435363738")
        #expect(hash.opens(for: Array("12345678".utf8)))
        #expect(hash.opens(for: Array("3132333435363738".utf8)))
    }

    @Test func `nothing and too much open nothing`() throws {
        #expect(StationSecret("") == nil)
        #expect(StationSecret(String(repeating: "x", count: 129)) == nil)
        let hash = try Self.hash(String(repeating: "x", count: 128))
        #expect(hash.opens(for: [UInt8](repeating: UInt8(ascii: "x"), count: 128)))
        #expect(!hash.opens(for: []))
        #expect(!hash.opens(for: [UInt8](repeating: 0, count: 100_000)))
    }

    @Test func `a secret does not print`() throws {
        #expect("\(try #require(StationSecret("hush")))" == "(a password)")
    }
}

@Suite struct SecretGeneratorTests {
    @Test func `an authorization key is twenty bytes`() throws {
        let key = try SecretGenerator.authorizationKey()
        #expect(key.count == 40)
        #expect(Hex.bytes(key.utf8)?.count == 20)
        #expect(try key != SecretGenerator.authorizationKey())
    }

    @Test func `a password is one that OCPP 2_0_1 allows and a person can read`() throws {
        for _ in 0..<100 {
            let password = try SecretGenerator.password()
            #expect((16...40).contains(password.count))
            #expect(password.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
            #expect(!password.contains { "O0Il1o".contains($0) })
            #expect(Hex.bytes(password.utf8) == nil)
        }
    }
}
