import NIOCore

/// A connection's channel, and the handler that speaks for it, as other tasks may hold them.
struct Link: Sendable {
    let channel: any Channel
    private let handler: NIOLoopBound<TextHandler>

    init(channel: any Channel, handler: TextHandler) {
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    func close(_ code: CloseCode, reason: String = "") {
        channel.eventLoop.execute { handler.value.close(code, reason: reason) }
    }

    /// One ping interval has passed.
    func tick() {
        channel.eventLoop.execute { handler.value.tick() }
    }

    var isClosedInForm: Bool {
        get async { (try? await channel.eventLoop.submit { handler.value.isClosedInForm }.get()) ?? false }
    }

    /// Says goodbye if nobody has, and returns when the socket is closed; hangs up when that takes too long.
    func finish(within limit: Duration, of clock: any Clock<Duration>) async {
        close(.normal)
        await withDeadline(limit, of: clock) {
            try? await channel.closeFuture.get()
        } expire: {
            channel.close(promise: nil)
        }
    }
}
