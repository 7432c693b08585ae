import Charging
import Synchronization

/// Writes a lane's memory down while its messages go on.
///
/// What must be safe before a message goes out is waited for; what may follow is written behind, the newest only, so
/// that a fast CSMS never waits for the disk. Whatever the last write did not hold is told again after a crash, and the
/// CSMS knows it again.
actor MemoryKeeper {
    private let scratch: any Scratch
    private var newest: LaneMemory?
    private var writing: Task<Void, any Error>?

    init(_ scratch: any Scratch) { self.scratch = scratch }

    /// Durable when it returns.
    func save(_ memory: LaneMemory) async throws {
        saveSoon(memory)
        try await settle()
    }

    /// Begins at once where nothing is being written, and else as soon as that is done.
    func saveSoon(_ memory: LaneMemory) {
        newest = memory
        guard writing == nil else { return }
        writing = Task { try await writeAll() }
    }

    /// Returns when everything given is on disk.
    func settle() async throws {
        while let writing { try await writing.value }
    }

    private func writeAll() async throws {
        defer { writing = nil }
        while let memory = newest {
            newest = nil
            try await scratch.save(try memory.encoded())
        }
    }
}
