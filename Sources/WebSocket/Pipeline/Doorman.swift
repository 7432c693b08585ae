import NIOCore
import NIOHTTP1
import NIOSSL

/// Holds a request at the door until someone has decided on it.
///
/// Deciding takes time and happens on a task, while NIO's upgrader wants its answer on the event loop; and a request
/// the upgrader has turned down can no longer be answered. So the request waits here: admitted, it goes on to the
/// upgrader; refused, it is answered from here. What is no WebSocket handshake at all is refused at once.
final class Doorman: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    /// Why nobody can be asked to decide.
    enum Failure: Error {
        /// TLS did not come about; the text says why.
        case tls(String)
        /// It was answered with an HTTP status at once.
        case answered(Int)
        /// It hung up before it was let in to begin.
        case leftLine
    }

    private let arrival: EventLoopPromise<Handshake>
    private let address: IPAddress?
    private let rules: ConnectionRules
    private let tls: TLSMaterial?
    /// The turn for its TLS handshake.
    private let turn: Turn?
    private var request: HTTPRequestHead?
    private var hasArrived = false
    private var isReadingWanted = false
    private var context: ChannelHandlerContext?
    /// What the upgrade's answer shall carry.
    private(set) var responseHeaders = HTTPHeaders()
    /// How messages will be compressed, if at all.
    private(set) var deflate: DeflateTerms?

    init(
        arrival: EventLoopPromise<Handshake>, address: IPAddress?, rules: ConnectionRules, tls: TLSMaterial?,
        turn: Turn?
    ) {
        self.arrival = arrival
        self.address = address
        self.rules = rules
        self.tls = tls
        self.turn = turn
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        responseHeaders = HTTPHeaders()
        arrival.fail(turn?.isWaiting == true ? Failure.leftLine : ChannelError.eof)
        turn?.end()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Only the head of the first request counts: there is no body, and pipelining ends with an upgrade.
        guard !hasArrived, case .head(let head) = Self.unwrapInboundIn(data) else { return }
        hasArrived = true
        turn?.end()
        let peer = peer(context)
        // TLS is through when a request comes, in both versions with the client's certificate; and an answer in HTTP
        // tells a technician more than a closed socket.
        if let certificate = peer?.certificate, tls?.isRevoked(certificate.serialHex) == true {
            arrival.fail(Failure.tls(TLSWords.revoked))
            return refuse(status: 403, reason: "This client certificate was revoked.", headers: [])
        }
        if let (status, reason, headers) = head.refusal {
            arrival.fail(Failure.answered(status))
            return refuse(status: status, reason: reason, headers: headers)
        }
        request = head
        arrival.succeed(Handshake(head, remoteAddress: address?.description ?? "", tls: peer))
    }

    private func peer(_ context: ChannelHandlerContext) -> TLSPeer? {
        guard tls != nil else { return nil }
        let pipeline = context.pipeline.syncOperations
        return TLSPeer(
            version: (try? pipeline.nioSSL_tlsVersion()) ?? nil,
            certificate: (try? pipeline.nioSSL_peerCertificate()) ?? nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is HTTPParserError:
            arrival.fail(Failure.answered(400))
            refuse(status: 400, reason: "This is no HTTP request.", headers: [])
        case is PortCheck.SpeaksTLS: giveUp(TLSWords.tlsOnPlainPort, context)
        default:
            guard let words = TLSWords.atListener(error) else { return context.fireErrorCaught(error) }
            giveUp(words, context)
        }
    }

    private func giveUp(_ words: String, _ context: ChannelHandlerContext) {
        arrival.fail(Failure.tls(words))
        context.close(promise: nil)
    }

    func read(context: ChannelHandlerContext) {
        // While a decision is made nothing more is read: what a client pours in meanwhile waits in its own socket.
        guard request == nil else {
            isReadingWanted = true
            return
        }
        context.read()
    }

    func admit(subprotocol: String?) {
        guard let context, var head = request.take() else { return }
        if isReadingWanted { context.read() }
        if let subprotocol { responseHeaders.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
        let offers = ExtensionHeader.parse(head.headers["Sec-WebSocket-Extensions"])
        if let deflate = rules.deflate, let (terms, header) = DeflateTerms.accept(offers, deflate) {
            responseHeaders.add(name: "Sec-WebSocket-Extensions", value: header)
            self.deflate = terms
        }
        // Wallboxes write `Connection: keep-alive` and worse beside their upgrade; what they want is clear enough.
        head.headers.replaceOrAdd(name: "Connection", value: "Upgrade")
        head.headers.replaceOrAdd(name: "Upgrade", value: "websocket")
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
        context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
    }

    func refuse(status: Int, reason: String, headers: [(String, String)]) {
        guard let context else { return }
        request = nil
        if isReadingWanted { context.read() }
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
