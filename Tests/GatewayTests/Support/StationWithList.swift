import Charging
import Synchronization

/// A station that keeps a list as OCPP says.
final class StationWithList: Dispatcher {
    private struct State {
        var list = LocalList()
        var updates: [LocalListUpdate] = []
        var refusesDifferences = false
        var answer: FakeStation.Answer?
        var asked = 0
    }

    private let state = Mutex(State())

    var list: LocalList { state.withLock { $0.list } }
    var updates: [LocalListUpdate] { state.withLock { $0.updates } }

    /// How many messages it got.
    var asked: Int { state.withLock { $0.asked } }

    func answers(_ answer: FakeStation.Answer) { state.withLock { $0.answer = answer } }
    func refusesDifferences() { state.withLock { $0.refusesDifferences = true } }

    func holds(version: Int, tags: [String]) {
        let records = tags.map { LocalListUpdate.Change(TagRecord(tag: Tag($0)!)) }
        state.withLock {
            $0.list = LocalList()
            _ = $0.list.apply(LocalListUpdate(version: version, kind: .full, changes: records))
        }
    }

    func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult {
        try state.withLock { state -> FakeStation.Answer in
            state.asked += 1
            if let answer = state.answer { return answer }
            switch command {
            case .getLocalListVersion:
                var result = CommandResult(status: "Accepted")
                result.listVersion = state.list.reportedVersion
                return .success(result)
            case .sendLocalList(let update):
                state.updates.append(update)
                if state.refusesDifferences, update.kind == .differential {
                    return .success(CommandResult(status: "VersionMismatch"))
                }
                return .success(CommandResult(status: state.list.apply(update) == .accepted ? "Accepted" : "Failed"))
            default: return .failure(.unsupported("It only keeps a list."))
            }
        }.get()
    }
}
