import Charging
import OCPP
import Synchronization
import Uplinks

/// A way to a CSMS that answers as the test says.
final class LaneLink: CloudLink {
    typealias Script = @Sendable (_ call: any Call) throws(CallFailure) -> String

    private struct State {
        var online: Online?
        var script: Script
        var calls: [any Call] = []
    }

    private let state: Mutex<State>

    init(statusThrough: Int64 = 0, dialect: Dialect = .ocpp16, _ script: @escaping Script) {
        state = Mutex(
            State(
                online: Online(number: 1, statusThrough: statusThrough, statuses: [:], dialect: dialect),
                script: script))
    }

    var online: Online? { get async { state.withLock { $0.online } } }
    var obstacle: Obstacle? {
        get async { state.withLock { $0.online == nil ? Obstacle(Trouble("away", "Away.", remedy: "Wait.")) : nil } }
    }
    func waitUntilOnline() async {}

    func call(_ message: any Call) async throws(CallFailure) -> Payload {
        let script = state.withLock { state in
            state.calls.append(message)
            return state.script
        }
        let text = try script(message)
        guard case .result(_, let payload) = Frame("[3,\"1\",\(text)]", .ocpp16) else {
            throw .unreadable("the script's answer is no JSON")
        }
        return payload
    }

    func answer(_ script: @escaping Script) { state.withLock { $0.script = script } }
    func go(online: Online?) { state.withLock { $0.online = online } }

    /// What was sent, by the messages' names.
    var actions: [String] { calls.map { type(of: $0).action } }
    var calls: [any Call] { state.withLock { $0.calls } }

    func calls<Message: Call>(_ type: Message.Type) -> [Message] { calls.compactMap { $0 as? Message } }
}
