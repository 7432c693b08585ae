package import Charging

/// A cloud that says who may charge.
package protocol CloudAuthorizer: Sendable {
    /// `nil` when it cannot be reached. Who asks has no patience for ever: a cancelled question has to return at once.
    func ask(_ tag: Tag, at station: StationID) async -> TagAnswer?
}

extension CloudAuthorizer {
    /// What the cloud says within the time there is.
    func ask(
        _ tag: Tag, at station: StationID, within limit: Duration, by clock: any Clock<Duration>
    ) async -> TagAnswer? {
        await withTaskGroup(of: TagAnswer?.self) { race in
            race.addTask { await ask(tag, at: station) }
            race.addTask {
                try? await clock.sleep(for: limit)
                return nil
            }
            defer { race.cancelAll() }
            return await race.next() ?? nil
        }
    }
}
