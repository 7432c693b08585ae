import Metering

/// Computes one password hash at a time, on a thread of its own that gives way to all others.
///
/// So what is idle of the box may all go into hashes when a thousand stations come at once, and a message is answered
/// as soon as ever.
actor PasswordLane {
    /// About a third of what another thread gets that wants the same core.
    private static let niceness: CInt = 5

    private let thread: DedicatedThread

    init(number: Int) {
        thread = DedicatedThread(name: "password \(number)", niceness: Self.niceness)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    func compute<Result: Sendable>(_ body: @Sendable () -> Result) -> Result { body() }
}
