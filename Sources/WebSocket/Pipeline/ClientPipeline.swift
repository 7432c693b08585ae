import NIOCore
import NIOHTTP1
import NIOWebSocket

/// A socket that was connected and asks to become a WebSocket.
struct Departure: Sendable {
    let channel: any Channel
    /// The WebSocket and its sub-protocol; fails with a `DialError` when the server says no.
    let upgrade: EventLoopFuture<(OpenChannel, String?)>

    /// Equips a connected socket; on its event loop.
    init(on channel: any Channel, request: HTTPRequestHead, maxMessageBytes: Int) throws {
        let encoder = HTTPRequestEncoder()
        // The server may send its first frame in one packet with its answer.
        let decoder = ByteToMessageHandler(
            HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: .handshake))
        let witness = ResponseWitness()
        let boundWitness = NIOLoopBound(witness, eventLoop: channel.eventLoop)
        let upgrader = NIOTypedHTTPClientUpgradeHandler(
            httpHandlers: [encoder, decoder, witness],
            upgradeConfiguration: .init(
                upgradeRequestHead: request, upgraders: [Self.upgrader(maxMessageBytes: maxMessageBytes)],
                notUpgradingCompletionHandler: { channel in
                    let error = boundWitness.value.refusal
                    channel.close(promise: nil)
                    return channel.eventLoop.makeFailedFuture(error)
                }))
        try channel.pipeline.syncOperations.addHandlers([encoder, decoder, witness, upgrader])
        self.channel = channel
        upgrade = upgrader.upgradeResultFuture
    }

    private static func upgrader(maxMessageBytes: Int) -> NIOTypedWebSocketClientUpgrader<(OpenChannel, String?)> {
        NIOTypedWebSocketClientUpgrader(
            maxFrameSize: maxMessageBytes, enableAutomaticErrorHandling: false,
            upgradePipelineHandler: { channel, response in
                channel.eventLoop.makeCompletedFuture {
                    let open = try OpenChannel(on: channel, side: .client, maxMessageBytes: maxMessageBytes)
                    return (open, response.headers.first(name: "Sec-WebSocket-Protocol"))
                }
            })
    }
}

/// Remembers how the server answered, because the upgrader only says that it did not agree.
final class ResponseWitness: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private var status: HTTPResponseStatus?

    var refusal: DialError {
        guard let status else { return .unreachable("it hung up without an answer") }
        return .refused(status: Int(status.code), reason: status.reasonPhrase)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = Self.unwrapInboundIn(data), head.status.code >= 200 { status = head.status }
        context.fireChannelRead(data)
    }
}
