import NIOCore
import NIOSSL

/// Stands before TLS: hears a client's first message, waits for the client's turn, and then lets TLS begin with the
/// certificate that suits the client.
///
/// NIOSSL shows everybody the same certificate, so it has to be chosen before NIOSSL sees anything. A client that says
/// nothing waits here without keeping a place from others.
final class Threshold: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let material: TLSMaterial
    private let turn: Turn
    private var bytes = ByteBuffer()
    private var hello: ClientHello?
    private var isWaiting = false
    private var isReadingWanted = false
    private var context: ChannelHandlerContext?

    init(material: TLSMaterial, turn: Turn) {
        self.material = material
        self.turn = turn
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var more = Self.unwrapInboundIn(data)
        bytes.writeBuffer(&more)
        guard !isWaiting else {
            // Nothing is read meanwhile but what had come already, and that is not much.
            if bytes.readableBytes > 2 * ClientHello.maxBytes { context.close(promise: nil) }
            return
        }
        switch ClientHello.read(bytes) {
        case .incomplete: if bytes.readableBytes > ClientHello.maxBytes { wait(context) }
        case .unreadable: wait(context)
        case .complete(let hello):
            self.hello = hello
            wait(context)
        }
    }

    private func wait(_ context: ChannelHandlerContext) {
        isWaiting = true
        let (turn, threshold) = (turn, NIOLoopBound(self, eventLoop: context.eventLoop))
        turn.wait { [loop = context.eventLoop] in
            if loop.inEventLoop { threshold.value.begin() } else { loop.execute { threshold.value.begin() } }
        }
    }

    private func begin() {
        guard let context else { return turn.end() }
        context.eventLoop.scheduleTask(in: turn.longest) { [turn] in turn.yield() }
        let pipeline = context.pipeline.syncOperations
        let tls = NIOSSLServerHandler(context: material.context(for: hello))
        guard (try? pipeline.addHandler(tls, position: .after(self))) != nil else {
            return context.close(promise: nil)
        }
        context.fireChannelRead(Self.wrapInboundOut(bytes))
        context.fireChannelReadComplete()
        if isReadingWanted { context.read() }
        pipeline.removeHandler(self, promise: nil)
    }

    func read(context: ChannelHandlerContext) {
        guard !isWaiting else {
            isReadingWanted = true
            return
        }
        context.read()
    }
}
