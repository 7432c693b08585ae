import NIOCore
import NIOWebSocket

/// Turns WebSocket frames into text messages and back, and deals with everything that is not a message.
///
/// Pings and the close handshake stay on the event loop, so that the task of a connection wakes up for messages only.
final class TextHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = String
    typealias OutboundIn = String
    typealias OutboundOut = WebSocketFrame

    enum Side { case server, client }

    private enum Pause { case none, reading, wanted }

    /// `closing`: our close frame is out and the other side's has not come. `closed`: both are through.
    private enum State { case open, closing, closed }

    private let rules: ConnectionRules
    private var state = State.open
    private var fragments: Fragments?
    private var vigil = Vigil()
    private var compression: Compression?
    private var flood: FloodGuard
    /// Nothing is read because too many messages came; `.wanted` when somebody waits for more by now.
    private var pause = Pause.none
    private var context: ChannelHandlerContext?

    init(rules: ConnectionRules, deflate: DeflateTerms?) {
        self.rules = rules
        flood = FloodGuard(rules.limits)
        if let deflate, let configuration = rules.deflate {
            compression = Compression(side: rules.side, terms: deflate, configuration: configuration)
        }
    }

    /// One of the two sides has said goodbye.
    var isClosedInForm: Bool { state != .open }

    private var side: Side { rules.side }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    // Inwards

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        vigil.hear()
        if frame.opcode == .connectionClose { return receiveClose(frame, context) }
        guard state == .open else { return }
        guard (frame.maskKey != nil) == (side == .server) else {
            return fail(.protocolError, side == .server ? "sent a frame without a mask" : "sent a masked frame")
        }
        // The first reserved bit marks a compressed message, on its first frame and nowhere else.
        let isCompressible = compression != nil && (frame.opcode == .text || frame.opcode == .binary)
        guard frame.reservedBits.isEmpty || isCompressible && frame.reservedBits == .rsv1 else {
            return fail(.protocolError, "used an extension nobody agreed on")
        }
        guard isBearable(frame) else { return fail(.policyViolation, "sent too many frames that say nothing") }
        switch frame.opcode {
        case .text: receiveText(frame, context)
        case .continuation: receiveContinuation(frame, context)
        case .binary: fail(.unacceptableData, "sent a binary message, only text is understood here")
        case .ping: answer(frame, context)
        case .pong: break
        default: fail(.protocolError, "sent a frame of an unknown kind")
        }
    }

    /// Pings, pongs and empty fragments cost work and bring nothing; a proper client sends few.
    private func isBearable(_ frame: WebSocketFrame) -> Bool {
        switch frame.opcode {
        case .ping, .pong: flood.takeControlFrame()
        case .continuation, .text: frame.fin || frame.length > 0 || flood.takeControlFrame()
        default: true
        }
    }

    private func receiveText(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        guard fragments == nil else { return fail(.protocolError, "began a message inside another") }
        guard frame.fin else {
            fragments = Fragments(first: frame)
            return
        }
        deliver(frame.unmaskedData, isCompressed: frame.rsv1, context)
    }

    private func receiveContinuation(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        guard var message = fragments else { return fail(.protocolError, "continued a message it never began") }
        // Taken out, so that the bytes have one owner and are appended in place.
        fragments = nil
        let maxBytes = message.isCompressed ? rules.maxFrameBytes : rules.maxMessageBytes
        guard message.append(frame, maxBytes: maxBytes) else { return failTooBig() }
        guard frame.fin else {
            fragments = message
            return
        }
        deliver(message.bytes, isCompressed: message.isCompressed, context)
    }

    private func deliver(_ message: ByteBuffer, isCompressed: Bool, _ context: ChannelHandlerContext) {
        var bytes = message
        if isCompressed {
            do {
                guard
                    let text = try compression?.decompress(
                        message, maxBytes: rules.maxMessageBytes, context.channel.allocator)
                else { return }
                bytes = text
            } catch .tooBig {
                return failTooBig()
            } catch .malformed {
                return fail(.invalidText, "sent compressed data that is none")
            } catch {
                return fail(.internalError, "sent compressed data while memory is short")
            }
        }
        guard bytes.readableBytes <= rules.maxMessageBytes else { return failTooBig() }
        if !flood.takeMessage(), pause == .none { pauseReading(context) }
        guard let text = try? bytes.getUTF8ValidatedString(at: bytes.readerIndex, length: bytes.readableBytes) else {
            return fail(.invalidText, "sent text that is no UTF-8")
        }
        context.fireChannelRead(Self.wrapInboundOut(text))
    }

    private func answer(_ ping: WebSocketFrame, _ context: ChannelHandlerContext) {
        // A peer that pings but does not read must not fill the memory with pongs.
        guard context.channel.isWritable else { return }
        send(.pong, ping.unmaskedData, context)
    }

    private func receiveClose(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        if state == .open {
            var payload = frame.unmaskedData
            let code = payload.readInteger(as: UInt16.self).map(CloseCode.init) ?? .normal
            sendClose(code.isSendable ? code : .protocolError, reason: "", context)
            endMessages(context)
        }
        state = .closed
        // RFC 6455, section 7.1.1: it is the server who hangs up.
        if side == .server { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        vigil.isListening = false
        context.fireChannelReadComplete()
        // Nobody consumes messages any more, but the other side's close frame is still to come.
        if state != .open { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: failTooBig()
        case is NIOWebSocketError: fail(.protocolError, "sent a malformed control frame")
        // A reset is a way to close, and bytes after a malformed frame mean nothing.
        default: break
        }
    }

    // Outwards

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard state == .open else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let text = context.channel.allocator.buffer(string: Self.unwrapOutboundIn(data))
        let short = compression?.compress(text, context.channel.allocator)
        let message = frame(.text, short ?? text, isCompressed: short != nil)
        context.write(Self.wrapOutboundOut(message), promise: promise)
    }

    func read(context: ChannelHandlerContext) {
        guard pause == .none || state != .open else {
            pause = .wanted
            return
        }
        vigil.isListening = true
        context.read()
    }

    /// What comes too fast waits in the sender's socket; nothing is lost and nobody is hung up on.
    private func pauseReading(_ context: ChannelHandlerContext) {
        pause = .reading
        rules.gate?.count(\.pauses)
        resumeReading(after: flood.pause(), context)
    }

    private func resumeReading(after delay: TimeAmount, _ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [self] in
            guard pause != .none, let context = self.context else { return }
            // More may have come in one piece with what was too much.
            let more = flood.pause()
            guard more == .zero else { return resumeReading(after: more, context) }
            let isWanted = pause == .wanted
            pause = .none
            if isWanted { read(context: context) }
        }
    }

    /// Begins the close handshake; `reason` is for the other side's log.
    func close(_ code: CloseCode, reason: String) {
        guard state == .open, let context else { return }
        state = .closing
        fragments = nil
        sendClose(code, reason: reason, context)
        endMessages(context)
        context.read()
    }

    /// Tells the task of the connection that neither side will say anything more.
    private func endMessages(_ context: ChannelHandlerContext) {
        // In this order, so that whoever sees the messages end finds that sending fails, too.
        context.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
    }

    /// One ping interval has passed.
    func tick() {
        guard state == .open, let context else { return }
        if vigil.tick() {
            context.fireErrorCaught(ConnectionError.silent)
            context.close(promise: nil)
        } else if context.channel.isWritable {
            send(.ping, ByteBuffer(), context)
        }
    }

    private func fail(_ code: CloseCode, _ what: String) {
        guard state == .open, let context else { return }
        rules.gate?.count(\.violations)
        rules.gate?.blame(IPAddress(context.channel.remoteAddress), .protocolViolation)
        context.fireErrorCaught(ConnectionError.violation(code, what))
        close(code, reason: what)
    }

    private func failTooBig() {
        fail(.messageTooBig, "sent a message of more than \(rules.maxMessageBytes) bytes")
    }

    private func sendClose(_ code: CloseCode, reason: String, _ context: ChannelHandlerContext) {
        var payload = context.channel.allocator.buffer(capacity: 2 + reason.utf8.count)
        payload.writeInteger(code.rawValue)
        // A control frame holds 125 bytes; the reason must stay whole characters.
        var short = Substring(reason)
        while short.utf8.count > 123 { short.removeLast() }
        payload.writeSubstring(short)
        send(.connectionClose, payload, context)
    }

    private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(Self.wrapOutboundOut(frame(opcode, data)), promise: nil)
    }

    private func frame(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, isCompressed: Bool = false
    ) -> WebSocketFrame {
        WebSocketFrame(
            fin: true, rsv1: isCompressed, opcode: opcode, maskKey: side == .client ? .random() : nil, data: data)
    }
}
