extension AsyncStream<Void> {
    /// Returns when it rings, or after so long. `false` when it never will ring again.
    func rings(within span: Duration?, of clock: any Clock<Duration>) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in self { return true }
                return false
            }
            if let span {
                group.addTask {
                    try await clock.sleep(for: span)
                    return true
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }
}
