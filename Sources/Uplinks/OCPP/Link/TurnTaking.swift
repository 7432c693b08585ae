/// Lets one side speak at a time, for a CSMS that cannot bear a call while one of its own waits for its answer.
final class TurnTaking: Sendable {
    private let isTaken = Watched(false)

    var waiting: Int { isTaken.audience }

    /// `false` when the task is cancelled first.
    func take() async -> Bool {
        await isTaken.wait { isTaken in
            guard !isTaken else { return false }
            isTaken = true
            return true
        }
    }

    func giveBack() { isTaken.change { $0 = false } }
}
