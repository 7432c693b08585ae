import NIOCore
import NIOPosix
import Testing

/// A client that writes bytes as it likes, to see what becomes of those no proper client would send.
struct RawPeer {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread = ByteBuffer()

    static func with<Result: Sendable>(port: Int, body: (inout RawPeer) async throws -> Result) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var peer = RawPeer(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&peer)
        }
    }

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Sends a request as a WebSocket client does, with these header lines instead of the usual two, and returns the
    /// head of the answer.
    mutating func shakeHands(
        path: String = "/", lines: [String] = ["Connection: Upgrade", "Upgrade: websocket"]
    ) async throws -> String {
        let head =
            ["GET \(path) HTTP/1.1", "Host: box", "Sec-WebSocket-Version: 13"]
            + ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="] + lines
        try await send(head.joined(separator: "\r\n") + "\r\n\r\n")
        return try await readHead()
    }

    /// Everything up to the empty line that ends an HTTP head.
    mutating func readHead() async throws -> String {
        var head = ""
        while !head.hasSuffix("\r\n\r\n") {
            guard let byte = try await readByte() else { return head }
            head.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return head
    }

    /// The next frame, or `nil` when the socket was closed. Servers do not mask, and short frames are enough here.
    mutating func readFrame() async throws -> (first: UInt8, payload: [UInt8])? {
        guard let first = try await readByte(), let length = try await readByte() else { return nil }
        try #require(length < 126)
        var payload: [UInt8] = []
        for _ in 0..<length { payload.append(try #require(try await readByte())) }
        return (first, payload)
    }

    /// The code of the close frame that comes next.
    mutating func readCloseCode() async throws -> UInt16? {
        guard let frame = try await readFrame(), frame.first == 0x88, frame.payload.count >= 2 else { return nil }
        return UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
    }

    mutating func readByte() async throws -> UInt8? {
        while unread.readableBytes == 0 {
            guard let more = try await inbound.next(isolation: #isolation) else { return nil }
            unread = more
        }
        return unread.readInteger()
    }
}

/// A frame as a client sends it. `first` is FIN, reserved bits and opcode.
func frame(_ first: UInt8, _ payload: [UInt8], masked: Bool = true) -> [UInt8] {
    let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
    let maskBit: UInt8 = masked ? 0x80 : 0
    var bytes = [first]
    if payload.count < 126 {
        bytes.append(maskBit | UInt8(payload.count))
    } else {
        bytes += [maskBit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    }
    guard masked else { return bytes + payload }
    return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
}
