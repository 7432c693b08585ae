import Charging
import Logging
import OCPP
import OCPP201
import SchemaSupport
import Simulator
import Testing
import WebSocket

/// A CSMS that takes everything and remembers it; what it cannot take by the published schema it complains about.
actor Central201 {
    private(set) var received: [(action: String, payload: Payload)] = []
    private(set) var complaints: [String] = []
    private(set) var handshakes: [Handshake] = []
    private var tagStatus = OCPP201.AuthorizationStatus.accepted
    private var isOpen = true
    private var connection: Connection?
    private var asked = 0
    private var answers: [String: CheckedContinuation<Frame, Never>] = [:]
    private var audience: [(action: String, count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    private let schemas = SharedData.isPresent ? (try? SharedData.schemas("v201")) ?? [:] : [:]

    func setOpen(_ isOpen: Bool) { self.isOpen = isOpen }
    func answerTags(with status: OCPP201.AuthorizationStatus) { tagStatus = status }

    func all<Message: Call>(_ type: Message.Type) throws -> [Message] {
        try received.filter { $0.action == Message.action }.map { try $0.payload.decode() }
    }

    /// Returns once so many messages of an action were received.
    func received(_ action: String, count: Int = 1) async {
        guard received.count(where: { $0.action == action }) < count else { return }
        await withCheckedContinuation { audience.append((action, count, $0)) }
    }

    /// Sends a command and returns the answer's frame.
    func ask(_ call: some Call) async throws -> Frame {
        asked += 1
        let id = MessageID("command-\(asked)")
        let text = try FrameWriter.call(call, id: id, .ocpp201)
        let connection = try #require(connection)
        return await withCheckedContinuation { continuation in
            answers[id.text] = continuation
            outgoing.continuation.yield((connection, text))
        }
    }

    func ask<Message: Call>(_ call: Message, for type: Message.Response.Type = Message.Response.self) async throws
        -> Message.Response
    {
        guard case .result(_, let payload) = try await ask(call) else { throw CallError(.genericError, "an error") }
        complain(about: payload, Message.action + "Response")
        return try payload.decode()
    }

    nonisolated let outgoing = AsyncStream.makeStream(of: (Connection, String).self)

    // The listener's side

    func admit(_ handshake: Handshake) -> Verdict {
        handshakes.append(handshake)
        return isOpen ? .accept(subprotocol: "ocpp2.0.1") : .refuse(status: 503, reason: "closed", headers: [])
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
            complain(about: payload, action + "Request")
            received.append((action, payload))
            defer { tellAudience() }
            return try response(to: action, id)
        case .result(let id, _), .error(let id, _):
            answers.removeValue(forKey: id.text)?.resume(returning: Frame(text))
            return nil
        case .resultError, .send, .unknown, .damaged: return nil
        }
    }

    private func response(to action: String, _ id: MessageID) throws -> String {
        let info = IdTokenInfo(status: tagStatus)
        return switch action {
        case BootNotification.action:
            try FrameWriter.result(
                BootNotification.Response(currentTime: "2026-11-21T09:00:00Z", interval: 86_400, status: .accepted),
                to: id, .ocpp201)
        case Heartbeat.action:
            try FrameWriter.result(Heartbeat.Response(currentTime: "2026-11-21T09:00:00Z"), to: id, .ocpp201)
        case Authorize.action: try FrameWriter.result(Authorize.Response(idTokenInfo: info), to: id, .ocpp201)
        case TransactionEvent.action: try FrameWriter.result(TransactionEvent.Response(), to: id, .ocpp201)
        default: try FrameWriter.result(Empty(), to: id, .ocpp201)
        }
    }

    private func complain(about payload: Payload, _ name: String) {
        guard let schema = schemas[name], let value = try? JSONValue(payload.verbatim) else { return }
        complaints += schema.complaints(about: value).map { "\(name): \($0)" }
    }

    private func tellAudience() {
        audience.removeAll { action, count, continuation in
            guard received.count(where: { $0.action == action }) >= count else { return false }
            continuation.resume()
            return true
        }
    }
}

/// Runs a 2.0.1 wallbox against a CSMS until `body` returns.
func withWallbox201(
    clock: any Clock<Duration>, wallClock: any WallClock,
    configure: @Sendable (inout SimulatedWallbox.Configuration) -> Void = { _ in },
    body: @Sendable (SimulatedWallbox201, Central201) async throws -> Void
) async throws {
    let central = Central201()
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
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
        let wallbox = SimulatedWallbox201(
            configuration: configuration, clock: clock, wallClock: wallClock, logger: logger)
        group.addTask { try await wallbox.run() }
        try await body(wallbox, central)
        group.cancelAll()
    }
    let complaints = await central.complaints
    #expect(complaints == [])
}
