import Testing
import Trust

@Suite struct DigestTests {
    @Test(arguments: [
        (Digest.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            .sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d44236"
                + "43ce80e2a9ac94fa54ca49f"
        ),
    ])
    func `the three letters hash as FIPS 180 says`(_ digest: Digest, _ expected: String) {
        #expect(Hex.text(digest.hash(Array("abc".utf8))) == expected)
        #expect(digest.hash([]).count == digest.size)
    }

    struct MAC: Sendable {
        var key: String
        var message: String
        var mark: String
    }

    @Test(arguments: [
        MAC(
            key: String(repeating: "0b", count: 20), message: Hex.text("Hi There".utf8),
            mark: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        MAC(
            key: Hex.text("Jefe".utf8), message: Hex.text("what do ya want for nothing?".utf8),
            mark: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        MAC(
            key: String(repeating: "aa", count: 131),
            message: Hex.text("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            mark: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ])
    func `HMAC gives what RFC 4231 says`(_ example: MAC) throws {
        let (key, message) = (try hex(example.key), try hex(example.message))
        let mark = HMACSHA256.mark(message, key: key)
        #expect(Hex.text(mark) == example.mark)
        #expect(HMACSHA256.verify(mark, of: message, key: key))
        #expect(!HMACSHA256.verify(mark, of: message + [0], key: key))
        #expect(!HMACSHA256.verify(Array(mark.dropLast()), of: message, key: key))
        #expect(!HMACSHA256.verify(mark, of: message, key: key + [1]))
    }

    @Test func `random bytes are as many as asked for and never the same`() throws {
        let (one, other) = (try RandomBytes.make(32), try RandomBytes.make(32))
        #expect(one.count == 32)
        #expect(one != other)
    }
}
