import NIOCore
import NIOSSL

/// One station of the load: shakes hands, boots, and goes on as the purpose of the run says; at its longest it starts a
/// transaction and then sends a MeterValues whenever it is told.
///
/// It writes WebSocket frames by hand, because the machine that measures is the machine that is measured.
final class Station: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case shakingHands, booting, reporting, starting, ready, closed
    }

    private let id: String
    private let options: LoadOptions
    private let measurements: Measurements
    private let ready: EventLoopPromise<Void>
    private var phase = Phase.shakingHands
    private var received = ByteBuffer()
    private var context: ChannelHandlerContext?
    private var messages = MeterMessages(transaction: 1)
    private var sentAt: NIODeadline?
    /// Called after each answer, when the next message may go.
    var idle: ((Station) -> Void)?

    init(id: String, options: LoadOptions, measurements: Measurements, ready: EventLoopPromise<Void>) {
        self.id = id
        self.options = options
        self.measurements = measurements
        self.ready = ready
    }

    /// A message is under way and not answered yet.
    var isWaiting: Bool { sentAt != nil }
    var isReady: Bool { phase == .ready }

    /// Sends the next message. Its latency counts from `due`.
    func send(due: NIODeadline) {
        guard phase == .ready, let context else { return }
        sentAt = due
        write(messages.next(), context)
    }

    func close() {
        phase = .closed
        context?.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        let request = """
            GET \(options.path)\(id) HTTP/1.1\r
            Host: \(options.host):\(options.port)\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: ocpp1.6\r
            \(authorization)\r

            """
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    /// A header line for HTTP Basic, or nothing.
    private var authorization: String {
        guard let password = options.password else { return "" }
        return "Authorization: Basic \(Base64.encode("\(id):\(password)"))\r\n"
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var piece = unwrapInboundIn(data)
        received.writeBuffer(&piece)
        if phase == .shakingHands { finishHandshake(context) }
        while phase != .shakingHands, phase != .closed, let frame = ServerFrames.next(in: &received) {
            handle(frame, context)
        }
        received.discardReadBytes()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        fail("connection closed")
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(
            error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError ? "TLS error" : "socket error")
    }

    private func finishHandshake(_ context: ChannelHandlerContext) {
        let head = String(buffer: received)
        guard let end = head.utf8.firstRange(of: "\r\n\r\n".utf8) else { return }
        guard head.hasPrefix("HTTP/1.1 101") else {
            return fail("refused: " + (head.split(separator: "\r\n").first.map(String.init) ?? ""))
        }
        received.moveReaderIndex(forwardBy: head.utf8.distance(from: head.utf8.startIndex, to: end.upperBound))
        guard options.purpose != .handshakes else { return becomeReady() }
        phase = .booting
        write(StationFrames.boot(id), context)
    }

    private func becomeReady() {
        phase = .ready
        measurements.arrived()
        ready.succeed()
    }

    private func handle(_ frame: ServerFrames.Frame, _ context: ChannelHandlerContext) {
        switch frame.opcode {
        case 0x1: handle(text: frame.payload, context)
        case 0x8: fail("closed by the peer")
        case 0x9: write(ClientFrame(Array(buffer: frame.payload), opcode: 0xa).bytes, context)
        default: break
        }
    }

    private func handle(text: ByteBuffer, _ context: ChannelHandlerContext) {
        switch options.echo ? .result : Answer(text) {
        case .call: write(StationFrames.refusal(of: text), context)
        case .error: refused()
        case .result: proceed(text, context)
        case .other: measurements.failed("unreadable frame")
        }
    }

    private func proceed(_ text: ByteBuffer, _ context: ChannelHandlerContext) {
        switch phase {
        case .booting:
            guard options.echo || Answer.isAccepted(text) else { return fail("not accepted") }
            phase = options.purpose == .send ? .starting : .reporting
            write(options.purpose == .send ? StationFrames.start(id) : StationFrames.report, context)
        case .reporting: becomeReady()
        case .starting:
            guard let transaction = options.echo ? 1 : Answer.transaction(in: text) else {
                return fail("no transaction")
            }
            messages = MeterMessages(transaction: transaction)
            becomeReady()
        case .ready:
            guard let sent = sentAt else { return measurements.failed("answer to nothing") }
            guard options.echo || messages.isAnswered(by: text) else { return measurements.failed("late answer") }
            sentAt = nil
            measurements.answered(sent: sent, at: .now())
            idle?(self)
        case .shakingHands, .closed: break
        }
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    /// One message was refused; the station goes on with the next.
    private func refused() {
        guard phase == .ready else { return fail("call error") }
        measurements.failed("call error")
        sentAt = nil
        idle?(self)
    }

    /// The station is lost to the run.
    private func fail(_ reason: String) {
        guard phase != .closed else { return }
        phase = .closed
        sentAt = nil
        measurements.failed(reason)
        ready.fail(LoadError(reason: "\(id): \(reason)"))
        context?.close(promise: nil)
    }
}

struct LoadError: Error {
    var reason: String
}
