import NIOCore
import Testing

@testable import WebSocket

@Suite struct ClientHelloTests {
    private func read(_ bytes: some Sequence<UInt8>) -> ClientHello.Reading {
        ClientHello.read(ByteBuffer(bytes: Array(bytes)))
    }

    private func hello(_ bytes: HelloBytes) throws -> ClientHello {
        guard case .complete(let hello) = read(bytes.record) else {
            Issue.record("not read")
            throw CancellationError()
        }
        return hello
    }

    @Test func `what a client offers is read`() throws {
        let hello = try hello(HelloBytes(versions: [0x0304, 0x0303]))
        #expect(hello.cipherSuites == [0xC02B, 0xC02F, 0x009C])
        #expect(hello.signatureSchemes == [0x0403, 0x0804, 0x0401])
        #expect(hello.groups == [23])
        #expect(hello.versions == [0x0304, 0x0303])
    }

    @Test func `what a client does not say stays unknown`() throws {
        let hello = try hello(HelloBytes(schemes: nil, groups: nil))
        #expect(hello.signatureSchemes == nil)
        #expect(hello.groups == nil)
        #expect(hello.versions.isEmpty)
    }

    @Test func `it may come byte by byte, and in several records`() {
        let bytes = HelloBytes(versions: [0x0304])
        let whole = read(bytes.record)
        for count in 0..<bytes.record.count { #expect(read(bytes.record.prefix(count)) == .incomplete, "\(count)") }
        for place in [1, 3, 4, 40, bytes.message.count - 1] {
            #expect(read(bytes.records(cutAt: place)) == whole, "\(place)")
        }
        #expect(read(bytes.record + [0x16, 3]) == whole)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n\r\n", "\u{16}\u{04}\u{01}\u{00}\u{02}ab", "\u{16}\u{03}\u{01}\u{00}\u{01}\u{02}",
        "\u{16}\u{03}\u{01}\u{00}\u{04}\u{01}\u{7F}\u{00}\u{00}",
    ])
    func `what is no hello is left to TLS`(text: String) {
        #expect(read(text.utf8) == .unreadable)
    }

    @Test func `lengths that do not fit are no hello`() {
        var bytes = HelloBytes().record
        // The last extension says that it is longer than there is room for.
        bytes[bytes.count - 9] = 0x7F
        #expect(read(bytes) == .unreadable)
        var short = HelloBytes().record
        short[43] = 200
        #expect(read(short) == .unreadable)
    }

    struct Choice: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var hello: HelloBytes
        var kind = KeyKind.p256
        var suits: Bool
    }

    @Test(arguments: [
        Choice(testDescription: "1.2 with all of it", hello: HelloBytes(), suits: true),
        Choice(testDescription: "1.2, RSA suites only", hello: HelloBytes(suites: [0xC02F, 0x009C]), suits: false),
        Choice(
            testDescription: "1.2, RSA signatures only", hello: HelloBytes(schemes: [0x0401, 0x0804]), suits: false),
        Choice(testDescription: "1.2 without schemes", hello: HelloBytes(schemes: nil), suits: false),
        Choice(testDescription: "1.2, another curve", hello: HelloBytes(groups: [24]), suits: false),
        Choice(testDescription: "1.2 without curves", hello: HelloBytes(groups: nil), suits: true),
        Choice(testDescription: "1.3", hello: HelloBytes(suites: [0x1301], versions: [0x0304]), suits: true),
        Choice(
            testDescription: "1.3, RSA signatures only", hello: HelloBytes(schemes: [0x0804], versions: [0x0304]),
            suits: false),
        Choice(
            testDescription: "1.3, another curve", hello: HelloBytes(versions: [0x0304]), kind: .p384, suits: false),
        Choice(testDescription: "an RSA key suits everybody", hello: HelloBytes(), kind: .rsa, suits: true),
    ])
    func `a certificate suits those who can use it`(choice: Choice) throws {
        #expect(try choice.kind.suits(hello(choice.hello)) == choice.suits)
    }
}
