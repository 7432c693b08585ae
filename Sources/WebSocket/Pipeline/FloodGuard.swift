import NIOCore

/// Counts what one connection sends, and says when that is too much.
struct FloodGuard {
    private let limits: ListenerLimits?
    private var messages: TokenBucket
    private var controlFrames: TokenBucket

    init(_ limits: ListenerLimits?) {
        let now = NIODeadline.now().uptimeNanoseconds
        self.limits = limits
        messages = TokenBucket(limits?.messages ?? .init(perSecond: 0, burst: 0), at: now)
        controlFrames = TokenBucket(limits?.controlFrames ?? .init(perSecond: 0, burst: 0), at: now)
    }

    /// A message came; `false` when nothing more should be read for a while.
    mutating func takeMessage() -> Bool {
        guard let limits else { return true }
        return messages.take(limits.messages, at: NIODeadline.now().uptimeNanoseconds)
    }

    /// A ping, a pong or an empty fragment came; `false` when it was one too many.
    mutating func takeControlFrame() -> Bool {
        guard let limits else { return true }
        return controlFrames.take(limits.controlFrames, at: NIODeadline.now().uptimeNanoseconds)
    }

    /// How long nothing should be read.
    mutating func pause() -> TimeAmount {
        guard let limits else { return .zero }
        return .nanoseconds(Int64(messages.debt(limits.messages, at: NIODeadline.now().uptimeNanoseconds)))
    }
}
