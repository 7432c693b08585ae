/// Waits for `operation`. When it takes longer than `limit`, or when the task is cancelled, `expire` is called, and
/// that must bring `operation` to its end: a future of an event loop knows nothing of cancellation. Each time the limit
/// is over, `mayTakeLonger` is asked whether it counts once more.
func withDeadline<Result>(
    _ limit: Duration, of clock: any Clock<Duration>, operation: () async throws -> Result,
    mayTakeLonger: @escaping @Sendable () -> Bool = { false }, expire: @escaping @Sendable () -> Void
) async rethrows -> Result {
    try await withTaskCancellationHandler {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                repeat {
                    guard (try? await clock.sleep(for: limit)) != nil else { return }
                } while mayTakeLonger()
                expire()
            }
            defer { group.cancelAll() }
            return try await operation()
        }
    } onCancel: {
        expire()
    }
}
