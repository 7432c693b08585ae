import NIOCore

// Most messages are small, and a thousand connections each keep such buffers.

extension AdaptiveRecvByteBufferAllocator {
    static var lean: Self { Self(minimum: 512, initial: 512, maximum: 16 * 1024) }
}

extension ChannelOptions.Types.WriteBufferWaterMark {
    static var lean: Self { Self(low: 8 * 1024, high: 32 * 1024) }
}
