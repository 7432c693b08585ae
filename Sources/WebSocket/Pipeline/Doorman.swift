import NIOCore
import NIOHTTP1

/// Holds a request at the door until someone has decided on it.
///
/// Deciding takes time and happens on a task, while NIO's upgrader wants its answer on the event loop; and a request
/// the upgrader has turned down can no longer be answered. So the request waits here: admitted, it goes on to the
/// upgrader; refused, it is answered from here. What is no WebSocket handshake at all is refused at once.
final class Doorman: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let arrival: EventLoopPromise<Handshake>
    private var request: HTTPRequestHead?
    private var hasArrived = false
    private var context: ChannelHandlerContext?
    /// What the upgrade's answer shall carry.
    private(set) var responseHeaders = HTTPHeaders()

    init(arrival: EventLoopPromise<Handshake>) {
        self.arrival = arrival
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        arrival.fail(ChannelError.eof)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Only the head of the first request counts: there is no body, and pipelining ends with an upgrade.
        guard !hasArrived, case .head(let head) = Self.unwrapInboundIn(data) else { return }
        hasArrived = true
        if let (status, reason, headers) = head.refusal {
            return refuse(status: status, reason: reason, headers: headers)
        }
        request = head
        arrival.succeed(Handshake(head, remoteAddress: context.channel.remoteAddress?.ipAddress ?? ""))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.fireErrorCaught(error) }
        refuse(status: 400, reason: "This is no HTTP request.", headers: [])
    }

    func admit(subprotocol: String?) {
        guard let context, var head = request.take() else { return }
        if let subprotocol { responseHeaders.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
        // Wallboxes write `Connection: keep-alive` and worse beside their upgrade; what they want is clear enough.
        head.headers.replaceOrAdd(name: "Connection", value: "Upgrade")
        head.headers.replaceOrAdd(name: "Upgrade", value: "websocket")
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
        context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
    }

    func refuse(status: Int, reason: String, headers: [(String, String)]) {
        guard let context else { return }
        let body = context.channel.allocator.buffer(string: reason + "\n")
        var fields = HTTPHeaders(headers)
        fields.replaceOrAdd(name: "Content-Type", value: "text/plain; charset=utf-8")
        fields.replaceOrAdd(name: "Content-Length", value: String(body.readableBytes))
        fields.replaceOrAdd(name: "Connection", value: "close")
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: fields)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let loopBoundContext = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in
            loopBoundContext.value.close(promise: nil)
        }
    }
}
