import NIOCore
import NIOHTTP1
import NIOSSL
import NIOWebSocket

/// A socket that was connected and asks to become a WebSocket.
struct Departure: Sendable {
    let channel: any Channel
    /// The WebSocket and its sub-protocol; fails with a `DialError` when the server says no.
    let upgrade: EventLoopFuture<(OpenChannel, String?)>

    /// Equips a connected socket; on its event loop. `security` is the TLS for this server, if it is spoken.
    init(
        on channel: any Channel, request: HTTPRequestHead, rules: ConnectionRules, security: NIOSSLClientHandler?
    ) throws {
        let encoder = HTTPRequestEncoder()
        // The server may send its first frame in one packet with its answer.
        let decoder = ByteToMessageHandler(
            HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: .handshake))
        let witness = ResponseWitness()
        let boundWitness = NIOLoopBound(witness, eventLoop: channel.eventLoop)
        let upgrader = NIOTypedHTTPClientUpgradeHandler(
            httpHandlers: [encoder, decoder, witness],
            upgradeConfiguration: .init(
                upgradeRequestHead: request, upgraders: [Self.upgrader(rules)],
                notUpgradingCompletionHandler: { channel in
                    let error = boundWitness.value.refusal
                    channel.close(promise: nil)
                    return channel.eventLoop.makeFailedFuture(error)
                }))
        let pipeline = channel.pipeline.syncOperations
        if let security { try pipeline.addHandler(security) }
        try pipeline.addHandlers([encoder, decoder, witness, upgrader])
        self.channel = channel
        upgrade = upgrader.upgradeResultFuture.flatMapErrorThrowing { error in
            // Whatever the upgrader makes of it, TLS is what went wrong.
            throw boundWitness.value.tlsFailure ?? error
        }
    }

    private static func upgrader(
        _ rules: ConnectionRules
    ) -> NIOTypedWebSocketClientUpgrader<(OpenChannel, String?)> {
        NIOTypedWebSocketClientUpgrader(
            maxFrameSize: rules.maxFrameBytes, enableAutomaticErrorHandling: false,
            upgradePipelineHandler: { channel, response in
                channel.eventLoop.makeCompletedFuture {
                    let answers = ExtensionHeader.parse(response.headers["Sec-WebSocket-Extensions"])
                    guard let deflate = DeflateTerms.answered(answers, offered: rules.deflate) else {
                        channel.close(promise: nil)
                        throw DialError.unreachable("it wants a WebSocket extension that was not offered")
                    }
                    let open = try OpenChannel(on: channel, rules: rules, deflate: deflate)
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
    private(set) var tlsFailure: DialError?

    var refusal: DialError {
        guard let status else { return tlsFailure ?? .unreachable("it hung up without an answer") }
        return .refused(status: Int(status.code), reason: status.reasonPhrase)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = Self.unwrapInboundIn(data), head.status.code >= 200 { status = head.status }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What happens to TLS after an answer is how servers close.
        if status == nil, tlsFailure == nil { tlsFailure = TLSWords.atDialer(error).map(DialError.unreachable) }
        context.fireErrorCaught(error)
    }
}
