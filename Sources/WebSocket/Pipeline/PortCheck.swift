import NIOCore

/// Looks at the first bytes on a plain port: a wallbox that speaks TLS there is told of, not answered in HTTP.
final class PortCheck: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    struct SpeaksTLS: Error {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        // The record of a ClientHello: handshake, version 3.x.
        guard bytes.getInteger(at: bytes.readerIndex, as: UInt16.self).map({ $0 == 0x1603 }) != true else {
            return context.fireErrorCaught(SpeaksTLS())
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
