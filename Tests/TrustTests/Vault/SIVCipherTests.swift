import Testing

@testable import Trust

@Suite struct SIVCipherTests {
    struct Example: Sendable {
        var key: String
        var associated: [String]
        var message: String
        var sealed: String
    }

    @Test(arguments: [
        Example(
            key: "fffefdfc fbfaf9f8 f7f6f5f4 f3f2f1f0 f0f1f2f3 f4f5f6f7 f8f9fafb fcfdfeff",
            associated: ["10111213 14151617 18191a1b 1c1d1e1f 20212223 24252627"],
            message: "11223344 55667788 99aabbcc ddee",
            sealed: "85632d07 c6e8f37f 950acd32 0a2ecc93 40c02b96 90c4dc04 daef7f6a fe5c"),
        Example(
            key: "7f7e7d7c 7b7a7978 77767574 73727170 40414243 44454647 48494a4b 4c4d4e4f",
            associated: [
                "00112233 44556677 8899aabb ccddeeff deaddada deaddada ffeeddcc bbaa9988 77665544 33221100",
                "10203040 50607080 90a0", "09f91102 9d74e35b d84156c5 635688c0",
            ],
            message: """
                74686973 20697320 736f6d65 20706c61 696e7465 78742074 6f20656e 63727970 74207573 696e6720 5349562d 414553
                """,
            sealed: """
                7bdb6e3b 432667eb 06f4d14b ff2fbd0f cb900f2f ddbe4043 26601965 c889bf17 dba77ceb 094fa663
                b7a3f748 ba8af829 ea64ad54 4a272e9c 485b62a3 fd5c0d
                """),
    ])
    func `it seals as RFC 5297 says`(_ example: Example) throws {
        let cipher = try SIVCipher(key: try hex(example.key))
        let (message, associated) = (try hex(example.message), try example.associated.map(hex))
        let sealed = cipher.seal(message, with: associated)
        #expect(sealed == (try hex(example.sealed)))
        #expect(cipher.open(sealed, with: associated) == message)
        #expect(cipher.open(sealed, with: associated + [[1]]) == nil)
    }

    /// The RFC has no example of AES-256, so it is put together from CMAC and counter mode of the `openssl` command.
    @Test(.needsOpenSSL) func `it seals with AES-256 as RFC 5297 describes`() throws {
        let folder = try Scratch()
        let key = [UInt8](0..<64)
        let associated = Array("Ohmstead tag 1".utf8)
        let message = Array("04A1B2C3".utf8)
        func mac(_ bytes: [UInt8]) throws -> [UInt8] {
            try folder.write("message", bytes)
            let answer = try OpenSSL.run(
                [
                    "mac", "-cipher", "AES-256-CBC", "-macopt", "hexkey:\(Hex.text(key[..<32]))", "-in", "message",
                    "CMAC",
                ],
                in: folder)
            return try hex(answer.text)
        }
        let first = zip(Self.doubled(try mac([UInt8](repeating: 0, count: 16))), try mac(associated)).map(^)
        let padded = message + [0x80] + [UInt8](repeating: 0, count: 15 - message.count)
        let tag = try mac(zip(Self.doubled(first), padded).map(^))
        var counter = tag
        counter[8] &= 0x7F
        counter[12] &= 0x7F
        try folder.write("message", message)
        let answer = try OpenSSL.run(
            [
                "enc", "-aes-256-ctr", "-K", Hex.text(key[32...]), "-iv", Hex.text(counter), "-in", "message", "-out",
                "sealed",
            ], in: folder)
        try #require(answer.status == 0, "\(answer)")
        let expected = tag + (try folder.bytes("sealed"))
        #expect(try SIVCipher(key: key).seal(message, with: [associated]) == expected)
    }

    /// RFC 5297, section 2.3: shifted left, and the field's polynomial when a bit falls out.
    private static func doubled(_ block: [UInt8]) -> [UInt8] {
        var result = block
        for index in block.indices {
            result[index] = block[index] << 1 | (index + 1 < block.count ? block[index + 1] >> 7 : 0)
        }
        if block[0] & 0x80 != 0 { result[block.count - 1] ^= 0x87 }
        return result
    }
}
