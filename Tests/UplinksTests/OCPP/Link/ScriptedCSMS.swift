import Charging
import Logging
import OCPP
import Simulator
import Synchronization
import WebSocket

@testable import Uplinks

/// A CSMS on loopback that does as it is told and says what happens to it, one line an event: `open ocpp1.6`, the
/// action of a call, `answer …` for an answer to a call of its own, `closed`.
final class ScriptedCSMS: Sendable {
    enum Reply: Sendable {
        case result(String)
        case error(String)
        /// Somebody answers later, or nobody.
        case silence
        /// The connection is cut.
        case cut
    }

    struct Call: Sendable {
        var id: MessageID
        var action: String
        var payload: String
    }

    private struct State {
        var verdicts: [WebSocket.Verdict] = []
        var replies: [String: [Reply]] = [:]
        var handshakes: [Handshake] = []
        var calls: [Call] = []
        var connection: Connection?
    }

    private let events = Watched<[String]>([])
    private let state = Mutex(State())
    private let wallClock: ManualWallClock

    init(wallClock: ManualWallClock) { self.wallClock = wallClock }

    var handshakes: [Handshake] { state.withLock { $0.handshakes } }
    var calls: [Call] { state.withLock { $0.calls } }

    /// What becomes of the next handshakes; all others are accepted.
    func refuse(_ statuses: Int...) {
        state.withLock { $0.verdicts += statuses.map { .refuse(status: $0, reason: "/ocpp/secret", headers: []) } }
    }

    func accept(subprotocol: String?) { state.withLock { $0.verdicts.append(.accept(subprotocol: subprotocol)) } }

    /// What is answered to the next calls of this action; all others get what they like.
    func reply(to action: String, _ replies: Reply...) {
        state.withLock { $0.replies[action, default: []] += replies }
    }

    func boot(_ status: String, interval: Int, at time: Timestamp? = nil) {
        let time = time ?? wallClock.now.at
        reply(
            to: "BootNotification",
            .result(#"{"status":"\#(status)","interval":\#(interval),"currentTime":"\#(time)"}"#))
    }

    /// The next event that nobody has asked for yet.
    func next() async -> String {
        guard await events.wait(until: { !$0.isEmpty }) else { return "cancelled" }
        return events.change { $0.removeFirst() }
    }

    func next(_ count: Int) async -> [String] {
        var events: [String] = []
        for _ in 0..<count { events.append(await next()) }
        return events
    }

    /// Events that nobody has asked for.
    var unread: [String] { events.value }

    func send(_ text: String) async throws { try await state.withLock { $0.connection }?.send(text) }
    func cut() { state.withLock { $0.connection }?.abort() }

    // What the listener calls

    func admit(_ handshake: Handshake) -> WebSocket.Verdict {
        let verdict = state.withLock { state -> WebSocket.Verdict? in
            state.handshakes.append(handshake)
            return state.verdicts.isEmpty ? nil : state.verdicts.removeFirst()
        }
        if case .refuse(let status, _, _) = verdict { note("refused \(status)") }
        return verdict ?? .accept(subprotocol: handshake.subprotocols.first)
    }

    func serve(_ connection: Connection, _ subprotocol: String?) async {
        state.withLock { $0.connection = connection }
        note("open \(subprotocol ?? "-")")
        let dialect = subprotocol.flatMap(Dialect.init) ?? .ocpp16
        do {
            for try await text in connection.messages {
                switch Frame(text, dialect) {
                case .call(let id, let action, let payload):
                    let call = Call(id: id, action: action, payload: payload.verbatim)
                    try await answer(call, over: connection)
                default: note("answer \(text)")
                }
            }
            note("closed")
        } catch {
            note("closed")
        }
    }

    private func answer(_ call: Call, over connection: Connection) async throws {
        let reply = state.withLock { state -> Reply? in
            state.calls.append(call)
            guard state.replies[call.action]?.isEmpty == false else { return nil }
            return state.replies[call.action]?.removeFirst()
        }
        note(call.action)
        switch reply ?? usual(call.action) {
        case .result(let payload): try await connection.send("[3,\"\(call.id)\",\(payload)]")
        case .error(let code): try await connection.send("[4,\"\(call.id)\",\"\(code)\",\"\",{}]")
        case .silence: break
        case .cut: connection.abort()
        }
    }

    private func usual(_ action: String) -> Reply {
        let time = wallClock.now.at
        return switch action {
        case "BootNotification": .result(#"{"status":"Accepted","interval":300,"currentTime":"\#(time)"}"#)
        case "Heartbeat": .result(#"{"currentTime":"\#(time)"}"#)
        default: .result("{}")
        }
    }

    private func note(_ event: String) { events.change { $0.append(event) } }
}

/// A door that does as it is told.
final class ScriptedDoor: CloudDoor {
    typealias Answer = @Sendable (_ action: String, _ link: any LinkActions) async -> CloudDoorAnswer

    private let answer: Mutex<Answer>
    private let link: any LinkActions

    init(_ link: any LinkActions, answer: @escaping Answer) {
        self.link = link
        self.answer = Mutex(answer)
    }

    func answer(_ action: String, _ payload: Payload, over dialect: Dialect) async -> CloudDoorAnswer {
        await answer.withLock { $0 }(action, link)
    }
}
