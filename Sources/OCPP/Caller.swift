import Synchronization

/// Makes calls over one connection, one after the other, and waits for their answers.
///
/// The order is `Peer`'s business. Here every caller has a slot, in which it waits first for its turn and then for the
/// answer; whatever comes first (the answer, the timeout, the end of the connection, the caller's own cancellation)
/// settles the slot, and what comes later finds it settled.
package final class Caller: Sendable {
    package typealias Outcome = Result<Payload, CallFailure>

    private enum Signal {
        case turn
        case settled(Outcome)
    }

    private enum Slot {
        case idle
        case turn
        case waiting(CheckedContinuation<Signal, Never>)
        case settled(Outcome)
    }

    private struct State: ~Copyable {
        var peer = Peer()
        var slots: [MessageID: Slot] = [:]
        var isOpen = true
        var calls = 0
    }

    private let sender: any TextSender
    private let dialect: Dialect
    private let timeout: Duration
    private let deadlines: Deadlines
    /// Makes ids that no other connection has made. A UUID for each would open the system's random device each time.
    private let prefix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let state = Mutex(State())

    package init(
        sender: any TextSender, dialect: Dialect, clock: any Clock<Duration>, timeout: Duration
    ) {
        self.sender = sender
        self.dialect = dialect
        self.timeout = timeout
        deadlines = Deadlines(clock: clock)
    }

    /// Sends the call when its turn comes, and returns what was answered within the time there is for that; a slow
    /// peer may have another time than the usual.
    package func call<Message: Call>(
        _ message: Message, within time: Duration? = nil
    ) async throws(CallFailure) -> Message.Response {
        let payload = try await payload(answering: message, within: time)
        do throws(PayloadError) {
            return try payload.decode(Message.Response.self)
        } catch {
            throw .unreadable(error.sentence)
        }
    }

    /// The same, with the answer as it came.
    package func payload(answering message: some Call, within time: Duration? = nil) async throws(CallFailure)
        -> Payload
    {
        let number = state.withLock { state in
            state.calls += 1
            return state.calls
        }
        let id = MessageID("\(prefix)-\(number)")
        let text: String
        do throws(PayloadError) {
            text = try FrameWriter.call(message, id: id, dialect)
        } catch {
            throw .unsendable(error.sentence)
        }
        return try await exchange(id, text, within: time ?? timeout).get()
    }

    /// An answer arrived, readable or not. `false` when nobody waits for it any more.
    @discardableResult
    package func receive(_ id: MessageID, _ outcome: Outcome) -> Bool {
        let isAwaited = state.withLock { state in
            // The peer takes an id that came back as a number for the text that was sent.
            guard case .settled(let next) = state.peer.receive(id) else { return false }
            if let next { Self.giveTurn(next, &state) }
            return true
        }
        if isAwaited { settle(MessageID(id.text), outcome) }
        return isAwaited
    }

    /// The connection is gone; every call fails, now and later.
    package func disconnect() {
        let lost = state.withLock { state in
            state.isOpen = false
            return state.peer.disconnect()
        }
        deadlines.end()
        for id in lost { settle(id, .failure(.disconnected)) }
    }

    private func exchange(_ id: MessageID, _ text: String, within time: Duration) async -> Outcome {
        let admission: Peer.Admission? = state.withLock { state in
            guard state.isOpen else { return nil }
            let admission = state.peer.admit(id)
            if admission != .refuse { state.slots[id] = .idle }
            return admission
        }
        guard let admission else { return .failure(.disconnected) }
        guard admission != .refuse else { return .failure(.busy) }
        defer {
            deadlines.clear(id)
            state.withLock { $0.slots[id] = nil }
        }
        return await withTaskCancellationHandler {
            if admission == .wait, case .settled(let outcome) = await signal(for: id) { return outcome }
            deadlines.set(id, within: time) { [self] in giveUp(id, .timedOut) }
            if (try? await sender.send(text)) == nil { giveUp(id, .disconnected) }
            // Its turn came already, so this can only be the end.
            guard case .settled(let outcome) = await signal(for: id) else { return .failure(.disconnected) }
            return outcome
        } onCancel: {
            giveUp(id, .disconnected)
        }
    }

    private func signal(for id: MessageID) async -> Signal {
        await withCheckedContinuation { continuation in
            let signal: Signal? = state.withLock { state in
                switch state.slots[id] {
                case .turn:
                    state.slots[id] = .idle
                    return .turn
                case .settled(let outcome): return .settled(outcome)
                case .idle, .waiting, nil:
                    state.slots[id] = .waiting(continuation)
                    return nil
                }
            }
            if let signal { continuation.resume(returning: signal) }
        }
    }

    private func giveUp(_ id: MessageID, _ reason: CallFailure) {
        state.withLock { state in
            if let next = state.peer.giveUp(id) { Self.giveTurn(next, &state) }
        }
        settle(id, .failure(reason))
    }

    private func settle(_ id: MessageID, _ outcome: Outcome) {
        state.withLock { state in
            switch state.slots[id] {
            case .idle, .turn: state.slots[id] = .settled(outcome)
            case .waiting(let continuation):
                state.slots[id] = .settled(outcome)
                continuation.resume(returning: .settled(outcome))
            case .settled, nil: break
            }
        }
    }

    private static func giveTurn(_ id: MessageID, _ state: inout State) {
        switch state.slots[id] {
        case .idle: state.slots[id] = .turn
        case .waiting(let continuation):
            state.slots[id] = .idle
            continuation.resume(returning: .turn)
        case .turn, .settled, nil: break
        }
    }
}
