import Charging
import Logging
import OCPP
import Synchronization
import WebSocket

/// One connection to a CSMS: what is called, what is answered, and whether there is still somebody there.
///
/// What arrives is read at once, so that an answer never waits behind a call of theirs: their calls go to a task that
/// answers them in order, what is to follow an answer to another.
final class CloudConversation: Sendable {
    struct Incoming: Sendable {
        var id: MessageID
        var action: String
        var payload: Payload
    }

    private struct State {
        /// Counts messages.
        var heard = 0
        /// The CSMS answered a call with anything but doubts who speaks.
        var isProven = false
        /// Frames that were no OCPP, one after the other.
        var garbage = 0
        var end: LinkEnd?
        /// A call of the CSMS is at work.
        var isAnswering = false
        /// It ends as soon as that is answered.
        var endsAfterAnswer: LinkEnd?
    }

    /// Calls of the CSMS that wait for their answer; it should make one at a time.
    static let mostCalls = 16
    /// So many frames in a row that are no OCPP, and the connection is not worth keeping.
    static let mostGarbage = 20

    let dialect: Dialect
    let language: any Language
    private let connection: Connection
    private let door: any CloudDoor
    private let words: LinkWords
    private let logger: Logger
    private let caller: Caller
    let turns: TurnTaking?
    /// Called when the CSMS does not know the station any more; `nil` where it is never introduced.
    private let forgotten: (@Sendable () -> Void)?
    private let state = Mutex(State())
    private let calls = AsyncStream.makeStream(of: Incoming.self, bufferingPolicy: .bufferingOldest(mostCalls))
    private let sequels = AsyncStream.makeStream(
        of: (@Sendable () async -> Void).self, bufferingPolicy: .bufferingOldest(mostCalls))

    init(
        connection: Connection, language: any Language, door: any CloudDoor, words: LinkWords,
        clock: any Clock<Duration>, logger: Logger, forgotten: @escaping @Sendable () -> Void
    ) {
        dialect = language.dialect
        self.language = language
        self.connection = connection
        self.door = door
        self.words = words
        self.logger = logger
        let configuration = words.configuration
        caller = Caller(
            sender: ConnectionSender(connection: connection), dialect: dialect, clock: clock,
            timeout: configuration.callTimeout)
        self.forgotten = configuration.preset.takes("BootNotification") ? forgotten : nil
        turns = configuration.preset.takesTurns ? TurnTaking() : nil
    }

    /// Reads until the connection ends, and throws why it did.
    func read() async throws {
        defer {
            calls.continuation.finish()
            sequels.continuation.finish()
            caller.disconnect()
        }
        for try await text in connection.messages {
            state.withLock { $0.heard += 1 }
            try await receive(Frame(text, dialect))
        }
        throw state.withLock { $0.end } ?? words.closed
    }

    /// Answers what the CSMS asks, in order.
    func answerCalls() async {
        for await call in calls.stream {
            if let turns, await !turns.take() { return }
            state.withLock { $0.isAnswering = true }
            let sequel = await answer(call)
            turns?.giveBack()
            let last = state.withLock { state in
                state.isAnswering = false
                return state.endsAfterAnswer
            }
            if let last { end(last) }
            guard let sequel, case .dropped = sequels.continuation.yield(sequel) else { continue }
            logger.warning(
                "What the CSMS triggered is left out: too much waits.", metadata: ["action": "\(call.action)"])
        }
    }

    /// Does what follows the answers.
    func followUp() async {
        for await sequel in sequels.stream { await sequel() }
    }

    /// Makes a call and returns what was answered.
    ///
    /// - Parameter tellsWho: it is the BootNotification; to any other, `SecurityError` may mean that the CSMS waits for one.
    func call(_ message: any Call, tellsWho: Bool = false) async throws(CallFailure) -> Payload {
        if let turns {
            guard turns.waiting < Self.mostCalls else { throw .busy }
            guard await turns.take() else { throw .disconnected }
        }
        defer { turns?.giveBack() }
        let heard = state.withLock { $0.heard }
        do throws(CallFailure) {
            let payload = try await caller.payload(answering: message)
            state.withLock { $0.isProven = true }
            return payload
        } catch .timedOut {
            if state.withLock({ $0.heard }) == heard { hangUp(words.silent) }
            throw .timedOut
        } catch .refused(let error) {
            let isKnown = state.withLock { state in
                if tellsWho || error.code != .securityError { state.isProven = true }
                return state.isProven
            }
            guard !isKnown, let forgotten else { throw .refused(error) }
            forgotten()
            throw .disconnected
        } catch {
            throw error
        }
    }

    /// Says goodbye.
    func close() { connection.close(.normal) }
    func leave() { connection.close(.goingAway) }

    /// Ends it on purpose, with a goodbye; the CSMS first gets the answer it waits for.
    func endSoon(_ end: LinkEnd) {
        let isAnswering = state.withLock { state in
            if state.isAnswering { state.endsAfterAnswer = end }
            return state.isAnswering
        }
        if !isAnswering { self.end(end) }
    }

    private func end(_ end: LinkEnd) {
        state.withLock { $0.end = $0.end ?? end }
        close()
    }

    private func hangUp(_ end: LinkEnd) {
        state.withLock { $0.end = $0.end ?? end }
        connection.abort()
    }

    private func receive(_ frame: Frame) async throws {
        if isMessage(frame) { state.withLock { $0.garbage = 0 } }
        switch frame {
        case .result(let id, let payload): settle(id, .success(payload))
        case .error(let id, let error): settle(id, .failure(.refused(error)))
        case .call(let id, let action, let payload):
            guard case .dropped = calls.continuation.yield(Incoming(id: id, action: action, payload: payload)) else {
                return
            }
            logger.warning("The CSMS makes too many calls at once.", metadata: ["action": "\(action.prefix(50))"])
            let error = CallError(.genericError, "Too many calls wait for their answer already.")
            try await connection.send(FrameWriter.error(error, to: id, dialect))
        case .resultError(let id, let error):
            logger.warning(
                "The CSMS cannot use an answer.",
                metadata: ["id": "\(id)", "reason": "\(error.code): \(error.description.prefix(200))"])
        case .send(_, let action, _):
            logger.debug("Message left aside.", metadata: ["action": "\(action.prefix(50))"])
        case .damaged(let damage): try await complain(of: damage, in: frame)
        case .unknown: try await object(to: frame)
        }
    }

    private func isMessage(_ frame: Frame) -> Bool {
        switch frame {
        case .damaged, .unknown: false
        case .call, .result, .error, .resultError, .send: true
        }
    }

    private func complain(of damage: Frame.Damage, in frame: Frame) async throws {
        logger.warning("Damaged frame.", metadata: ["reason": "\(damage.reason)", "offset": "\(damage.offset)"])
        switch (damage.kind, damage.id) {
        case (.call, _?): break
        case (.answer, let id?): settle(id, .failure(.unreadable(damage.reason)))
        case (_, nil), (.send, _), (.unknown, _):
            let garbage = state.withLock { state in
                state.garbage += 1
                return state.garbage
            }
            guard garbage <= Self.mostGarbage else { return hangUp(words.babble) }
        }
        try await object(to: frame)
    }

    private func object(to frame: Frame) async throws {
        guard let objection = FrameWriter.objection(to: frame, dialect) else { return }
        try await connection.send(objection)
    }

    private func settle(_ id: MessageID, _ outcome: Caller.Outcome) {
        guard !caller.receive(id, outcome) else { return }
        logger.debug("Late or unasked answer ignored.", metadata: ["id": "\(id)"])
    }

    /// Returns what is to follow.
    private func answer(_ call: Incoming) async -> (@Sendable () async -> Void)? {
        let text: String
        var sequel: (@Sendable () async -> Void)?
        switch await door.answer(call.action, call.payload, over: dialect) {
        case .error(let error): text = FrameWriter.error(error, to: call.id, dialect)
        case .result(let message, let then):
            do throws(PayloadError) {
                text = try FrameWriter.result(message, to: call.id, dialect)
                sequel = then
            } catch {
                logger.error(
                    "An answer cannot be sent.",
                    metadata: ["action": "\(call.action.prefix(50))", "reason": "\(error.sentence)"])
                text = FrameWriter.error(
                    CallError(.internalError, "The answer cannot be written."), to: call.id, dialect)
            }
        }
        guard (try? await connection.send(text)) != nil else { return nil }
        return sequel
    }
}

/// The connection, as a caller sees it.
private struct ConnectionSender: TextSender {
    let connection: Connection

    func send(_ text: String) async throws { try await connection.send(text) }
}
