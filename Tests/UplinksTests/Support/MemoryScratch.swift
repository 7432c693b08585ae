import Synchronization
import Uplinks

/// A scratch in memory that can die: from a given save on it keeps nothing any more, as if the power had gone.
final class MemoryScratch: Scratch {
    struct PowerCut: Error {}

    private struct State {
        var bytes: [UInt8]?
        var saves = 0
        var lastsFor: Int
    }

    private let state: Mutex<State>

    init(_ bytes: [UInt8]? = nil, lastsFor saves: Int = .max) { state = Mutex(State(bytes: bytes, lastsFor: saves)) }

    var bytes: [UInt8]? { state.withLock { $0.bytes } }
    var saves: Int { state.withLock { $0.saves } }

    func load() async throws -> [UInt8]? { bytes }

    func save(_ bytes: [UInt8]) async throws {
        try state.withLock { state in
            guard state.saves < state.lastsFor else { throw PowerCut() }
            state.saves += 1
            state.bytes = bytes
        }
    }
}
