import Charging
import Synchronization

/// A station that answers every command the same, or each as it is told to.
final class FakeStation: Dispatcher {
    typealias Answer = Result<CommandResult, CommandError>

    private let answer: @Sendable (Command) -> Answer
    private let commands = Mutex<[Command]>([])

    init(_ answer: Answer) { self.answer = { _ in answer } }
    init(answering answer: @escaping @Sendable (Command) -> Answer) { self.answer = answer }

    var heard: [Command] { commands.withLock { $0 } }

    func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult {
        commands.withLock { $0.append(command) }
        return try answer(command).get()
    }
}

/// A site without a past.
struct NoHistory: History {
    func session(of transaction: TransactionID, at station: StationID) -> Session? { nil }
    func session(named name: String, at station: StationID) -> Session? { nil }
    func session(startedLike start: TransactionStart, at station: StationID) -> Session? { nil }
    func session(endedLike end: TransactionEnd, at station: StationID) -> Session? { nil }
    func mark(of meter: MeterID, atOrBefore moment: Timestamp) -> MeterMark? { nil }
    func mark(of meter: MeterID, atOrAfter moment: Timestamp) -> MeterMark? { nil }
}
