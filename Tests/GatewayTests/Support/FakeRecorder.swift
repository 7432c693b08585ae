import Charging
import Synchronization

/// Keeps what it is given, or fails as a full disk does.
final class FakeRecorder: Recorder {
    private let state = Mutex<[Event]>([])
    private let isFull: Bool

    init(isFull: Bool = false) { self.isFull = isFull }

    /// Everything it was given, also what it did not take.
    var events: [Event] { state.withLock { $0 } }

    func record(_ event: Event) async throws(RecordingError) -> Answer {
        state.withLock { $0.append(event) }
        if isFull { throw .storage("The disk is full.") }
        return .recorded
    }
}
