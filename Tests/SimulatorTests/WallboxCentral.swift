import Charging
import Logging
import OCPP
import OCPP16
import ServiceLifecycle
import Simulator
import Testing
import WebSocket

/// A central system that takes everything, and remembers it.
actor WallboxCentral {
    struct Received: Sendable {
        var id: String
        var action: String
        var payload: Payload
    }

    private(set) var received: [Received] = []
    private(set) var handshakes: [Handshake] = []
    private var ids: [StartTransaction: Int32] = [:]
    /// These actions are answered with an error, so many times.
    var refusals: [String: Int] = [:]
    var tagStatus = AuthorizationStatus.accepted
    var isOpen = true
    private var connection: Connection?
    private var asked = 0
    private var answers: [String: CheckedContinuation<Frame, Never>] = [:]
    private var audience: [(action: String, count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func refuse(_ action: String, times: Int) { refusals[action] = times }
    func answerTags(with status: AuthorizationStatus) { tagStatus = status }
    func setOpen(_ isOpen: Bool) { self.isOpen = isOpen }
    var actions: [String] { received.map(\.action) }

    func all<Message: Call>(_ type: Message.Type) throws -> [Message] {
        try received.filter { $0.action == Message.action }.map { try $0.payload.decode() }
    }

    /// Returns once so many messages of an action were received.
    func received(_ action: String, count: Int = 1) async {
        guard received.count(where: { $0.action == action }) < count else { return }
        await withCheckedContinuation { audience.append((action, count, $0)) }
    }

    /// Sends a command and returns what the wallbox says to it.
    func ask(_ frame: @Sendable (MessageID) throws -> String) async throws -> Frame {
        asked += 1
        let id = MessageID("command-\(asked)")
        let text = try frame(id)
        let connection = try #require(connection)
        return await withCheckedContinuation { continuation in
            answers[id.text] = continuation
            outgoing.continuation.yield((connection, text))
        }
    }

    /// Sends a command that must be answered with this status.
    func expect(_ status: String, for call: some Call, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        guard case .result(_, let payload) = try await ask({ try FrameWriter.call(call, id: $0) }) else {
            Issue.record("The command was answered with an error.", sourceLocation: sourceLocation)
            return
        }
        let answer: StatusResponse = try payload.decode()
        #expect(answer.status == status, sourceLocation: sourceLocation)
    }

    nonisolated let outgoing = AsyncStream.makeStream(of: (Connection, String).self)

    // The listener's side

    func admit(_ handshake: Handshake) -> Verdict {
        handshakes.append(handshake)
        return isOpen ? .accept(subprotocol: "ocpp1.6") : .refuse(status: 503, reason: "closed", headers: [])
    }

    func serve(_ connection: Connection) async {
        self.connection = connection
        do {
            for try await text in connection.messages {
                if let answer = try answer(to: text) { try await connection.send(answer) }
            }
        } catch {}
    }

    private func answer(to text: String) throws -> String? {
        switch Frame(text) {
        case .call(let id, let action, let payload):
            received.append(Received(id: id.text, action: action, payload: payload))
            defer { tellAudience() }
            if let left = refusals[action], left > 0 {
                refusals[action] = left - 1
                return FrameWriter.error(CallError(.internalError, "not now"), to: id)
            }
            return try FrameWriter.result(response(to: action, payload), to: id)
        case .result(let id, _), .error(let id, _):
            answers.removeValue(forKey: id.text)?.resume(returning: Frame(text))
            return nil
        case .resultError, .send, .unknown, .damaged: return nil
        }
    }

    private func response(to action: String, _ payload: Payload) throws -> any Encodable {
        switch action {
        case BootNotification.action:
            BootNotification.Response(status: .accepted, currentTime: "2026-11-21T09:00:00Z", interval: 86_400)
        case Heartbeat.action: Heartbeat.Response(currentTime: "2026-11-21T09:00:00Z")
        case Authorize.action: Authorize.Response(idTagInfo: IdTagInfo(status: tagStatus))
        case StartTransaction.action:
            StartTransaction.Response(
                transactionId: transactionID(of: try payload.decode()), idTagInfo: IdTagInfo(status: tagStatus))
        case StopTransaction.action: StopTransaction.Response()
        default: Empty()
        }
    }

    /// The same start told twice is one transaction.
    private func transactionID(of start: StartTransaction) -> Int32 {
        if let known = ids[start] { return known }
        let id = Int32(ids.count + 1)
        ids[start] = id
        return id
    }

    private func tellAudience() {
        audience.removeAll { action, count, continuation in
            guard received.count(where: { $0.action == action }) >= count else { return false }
            continuation.resume()
            return true
        }
    }
}

/// Runs wallboxes against a central system until `body` returns.
func withWallbox(
    clock: any Clock<Duration> = ContinuousClock(), wallClock: (any WallClock)? = nil,
    configure: @Sendable (inout SimulatedWallbox.Configuration) -> Void = { _ in },
    body: @Sendable (SimulatedWallbox, WallboxCentral) async throws -> Void
) async throws {
    let central = WallboxCentral()
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    let logger = Logger(label: "test")
    let listener = Listener(
        configuration: ListenerConfiguration(host: "127.0.0.1", port: 0, pingInterval: .zero),
        clock: ContinuousClock(), logger: logger, admit: { await central.admit($0) },
        serve: { connection, _, _ in await central.serve(connection) }, didBind: { bound.yield($0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await listener.run() }
        group.addTask { for await (connection, text) in central.outgoing.stream { try? await connection.send(text) } }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        var configuration = SimulatedWallbox.Configuration(id: "CP 1", url: "ws://127.0.0.1:\(port)/ocpp", seed: 7)
        configuration.messageTimeout = .hours(1)
        configure(&configuration)
        let wallbox = SimulatedWallbox(
            configuration: configuration, clock: clock, wallClock: wallClock ?? ManualWallClock(), logger: logger)
        group.addTask { try await wallbox.run() }
        try await body(wallbox, central)
        group.cancelAll()
    }
}

extension SimulatedWallbox {
    /// Returns once the link is gone, with everything that belonged to it.
    func lostLink() async {
        for await event in events {
            if case .disconnected = event.kind { return }
        }
    }
}
