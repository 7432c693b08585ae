import Testing

@testable import Trust

@Suite struct TextFormTests {
    @Test func `hexadecimal digits are read in either case`() {
        #expect(Hex.bytes("00fFa9".utf8) == [0, 255, 169])
        #expect(Hex.text([0, 255, 169]) == "00ffa9")
    }

    @Test(arguments: ["", "0", "abc", "zz", "0x12", "12 3", "１２"])
    func `what is no pair of digits is not read`(_ text: String) {
        #expect(Hex.bytes(text.utf8) == nil)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 gives what RFC 4648 says`(_ plain: String, _ text: String) {
        #expect(Base64.standard.text(Array(plain.utf8)) == Array(text.utf8))
        #expect(Base64.standard.bytes(text.utf8) == Array(plain.utf8))
    }

    @Test func `the two alphabets differ in two characters`() {
        #expect(Base64.standard.text([0xFB, 0xFF], padded: true) == Array("+/8=".utf8))
        #expect(Base64.url.text([0xFB, 0xFF]) == Array("-_8".utf8))
        #expect(Base64.url.bytes("+/8".utf8) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm 9", "Zé"])
    func `a second text for the same bytes is not read`(_ text: String) {
        #expect(Base64.standard.bytes(text.utf8) == nil)
    }

    @Test func `a block is read with any line ends, and on one line`() throws {
        let der = [UInt8](0..<100)
        let text = PEM.text("THING", der)
        #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 64 })
        let oneLine = text.split(separator: "\n").joined()
        for form in [text, text.replacing("\n", with: "\r\n"), oneLine, "about it\n\(text)more"] {
            #expect(PEM.blocks(form, limit: 1) == [PEM.Block(label: "THING", der: der)])
        }
        #expect(PEM.blocks(text + text, limit: 2)?.count == 2)
    }

    @Test(arguments: [
        "-----BEGIN THING-----", "-----BEGIN THING-----\nAAAA\n-----END OTHER-----",
        "-----BEGIN THING-----\nAAA\n-----END THING-----", "-----BEGIN THING-----\n-----END THING-----",
        "-----BEGIN THING-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END THING-----",
        "-----BEGIN THING-----\nAAAA\n-----END THING-----\n-----BEGIN THING-----\nAAAA\n-----END THING-----",
    ])
    func `a block that is broken, encrypted or one too many is not read`(_ text: String) {
        #expect(PEM.blocks(text, limit: 1) == nil)
    }
}
