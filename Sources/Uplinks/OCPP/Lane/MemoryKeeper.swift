import Charging
import Synchronization

/// Writes a lane's memory down while its messages go on.
///
/// What must be safe before a message goes out is waited for; what may follow is written behind, the newest only and not
/// all the time, so that a fast CSMS never waits for the disk. Whatever the last write did not hold is told again after
/// a crash, and the CSMS knows it again.
final class MemoryKeeper: Sendable {
    private struct State {
        var newest: LaneMemory?
        var writer: Task<Void, any Error>?
        var promised: Int64 = 0
    }

    /// At least this long between two writes that nobody waits for.
    private static let pause = Duration.milliseconds(20)

    private let scratch: any Scratch
    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    init(_ scratch: any Scratch, clock: any Clock<Duration>) {
        self.scratch = scratch
        self.clock = clock
    }

    /// What the memory on disk promises, as far as it was written here.
    var promised: Int64 { state.withLock { $0.promised } }

    /// Durable when it returns.
    func save(_ memory: LaneMemory) async throws {
        saveSoon(memory)
        try await settle()
    }

    /// Begins at once where nothing was written just now.
    func saveSoon(_ memory: LaneMemory) {
        state.withLock { state in
            state.newest = memory
            if state.writer == nil { state.writer = Task { try await self.writeAll() } }
        }
    }

    /// Returns when everything given is on disk.
    func settle() async throws {
        while let writer = state.withLock({ $0.writer }) {
            // It pauses no more.
            writer.cancel()
            try await writer.value
        }
    }

    /// Begins no more writes, and returns when none is under way: what follows is newer than all of them.
    func stop() async throws {
        state.withLock { $0.newest = nil }
        try await settle()
    }

    private func writeAll() async throws {
        while let memory = next() {
            do {
                try await scratch.save(try memory.encoded())
                state.withLock { $0.promised = memory.promisedThrough ?? 0 }
            } catch {
                state.withLock { $0.writer = nil }
                throw error
            }
            try? await clock.sleep(for: Self.pause, tolerance: Self.pause)
        }
    }

    private func next() -> LaneMemory? {
        state.withLock { state in
            let memory = state.newest.take()
            if memory == nil { state.writer = nil }
            return memory
        }
    }
}
