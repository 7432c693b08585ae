import Charging
import OCPP
import Synchronization
import WebSocket

// One connection: what is read, and what is answered.
extension SimulatedCSMS {
    /// What becomes of a frame.
    private enum Reaction {
        case nothing
        case answer(String, to: MessageID, after: Duration)
        case breakOff
    }

    func serve(_ connection: Connection, _ handshake: Handshake, _ subprotocol: String?) async {
        guard let station = station(of: handshake), let dialect = subprotocol.flatMap({ Dialect(rawValue: $0) })
        else { return }
        let visit = CSMSVisit(station: station, dialect: dialect, connection: connection, clock: clock)
        arrive(visit, handshake)
        await withDiscardingTaskGroup { group in
            do {
                for try await text in connection.messages {
                    switch take(text, visit) {
                    case .nothing: break
                    case .breakOff: connection.abort()
                    case .answer(let answer, let id, .zero): await send(answer, to: id, visit)
                    case .answer(let answer, let id, let delay):
                        group.addTask {
                            guard (try? await self.clock.sleep(for: delay)) != nil else { return }
                            await self.send(answer, to: id, visit)
                        }
                    }
                }
            } catch {
                // However it ended, it is over.
            }
            group.cancelAll()
        }
        await leave(visit)
    }

    private func arrive(_ visit: CSMSVisit, _ handshake: Handshake) {
        let (old, isFrozen) = state.withLock { state in
            let old = state.visits[visit.station]?.visit
            let isFrozen = state.fault == .halfDead
            state.visits[visit.station] = CSMSVisitState(visit: visit, isFrozen: isFrozen)
            state.vanished[visit.station] = nil
            state.books.edit(visit.station) { station, _ in
                station.isConnected = true
                station.isFrozen = false
                station.connections += 1
                station.subprotocol = visit.dialect.rawValue
                station.certificateName = handshake.tls?.certificate?.commonName
            }
            return (old, isFrozen)
        }
        old?.connection.close(.goingAway, reason: "a newer connection")
        if isFrozen { freeze(visit) }
        announce(visit.station, .connected(visit.dialect))
        tellAudience()
    }

    /// From now on nothing of this connection is heard; the books say so as soon as it is true of pings, too.
    func freeze(_ visit: CSMSVisit) {
        visit.connection.freeze {
            self.state.withLock { state in
                guard state.visits[visit.station]?.visit === visit else { return }
                state.books.edit(visit.station) { station, _ in station.isFrozen = true }
            }
            self.tellAudience()
        }
    }

    private func leave(_ visit: CSMSVisit) async {
        visit.caller.disconnect()
        let saidGoodbye = await visit.connection.isClosedInForm
        let now = wallClock.now.monotonic
        let isNoticed = state.withLock { state in
            guard let seat = state.visits[visit.station], seat.visit === visit else { return true }
            state.visits[visit.station] = nil
            // Who dies forgets who was there.
            if !saidGoodbye, state.fault != .dead { state.vanished[visit.station] = now }
            // Who hangs goes on to believe that the station is there.
            if !seat.isFrozen { state.books.edit(visit.station) { station, _ in station.isConnected = false } }
            return !seat.isFrozen
        }
        if isNoticed { announce(visit.station, .disconnected) }
        tellAudience()
    }

    private func send(_ answer: String, to id: MessageID, _ visit: CSMSVisit) async {
        // Before it is out, because the next call may follow at once.
        edit(visit) { if $0.unanswered == id { $0.unanswered = nil } }
        try? await visit.connection.send(answer)
    }

    private func edit(_ visit: CSMSVisit, _ change: (inout CSMSVisitState) -> Void) {
        state.withLock { state in
            guard state.visits[visit.station]?.visit === visit else { return }
            change(&state.visits[visit.station]!)
        }
    }

    private func take(_ text: String, _ visit: CSMSVisit) -> Reaction {
        let frame = Frame(text, visit.dialect)
        switch frame {
        case .call(let id, let action, let payload):
            let reaction = hear(Question(id: id, action: action, payload: payload), visit)
            tellAudience()
            return reaction
        case .result(let id, let payload):
            settle(id, .success(payload), visit)
        case .error(let id, let error):
            settle(id, .failure(.refused(error)), visit)
        case .send(_, let action, let payload): note(action, payload, visit)
        case .resultError(let id, let error): object("It cannot use the answer to \(id): \(error.description)", visit)
        case .unknown(let type, _): object("It sent a frame of the type \(type.prefix(20)).", visit)
        case .damaged(let damage): object("It sent a damaged frame: \(damage.reason)", visit)
        }
        return .nothing
    }

    private func settle(_ id: MessageID, _ outcome: Caller.Outcome, _ visit: CSMSVisit) {
        // Counted here, because a call of the station may be read next.
        if visit.caller.receive(id, outcome) {
            isDone(visit)
        } else {
            object("It answered \(id), which nobody asked.", visit)
        }
    }

    private func note(_ action: String, _ payload: Payload, _ visit: CSMSVisit) {
        let message = CSMSStation.Message(at: wallClock.now.at, action: action, payload: payload.verbatim)
        state.withLock { $0.books.edit(visit.station) { station, _ in station.messages.append(message) } }
        tellAudience()
    }

    private func object(_ sentence: String, _ visit: CSMSVisit) {
        state.withLock { $0.books.edit(visit.station) { station, _ in station.object(sentence) } }
        announce(visit.station, .objected(sentence))
        tellAudience()
    }

    /// A call of a station.
    private struct Question {
        var id: MessageID
        var action: String
        var payload: Payload
    }

    private func hear(_ question: Question, _ visit: CSMSVisit) -> Reaction {
        let now = wallClock.now.at
        let (reaction, answer, objections) = state.withLock { state in
            let before = state.books[visit.station].violations.count
            let (reaction, answer) = react(to: question, visit, now, &state)
            return (reaction, answer, state.books[visit.station].violations.dropFirst(before))
        }
        announce(
            visit.station,
            .said(action: question.action, payload: question.payload.verbatim, answer: answer))
        for objection in objections { announce(visit.station, .objected(objection)) }
        return reaction
    }

    private func react(
        to question: Question, _ visit: CSMSVisit, _ now: Timestamp, _ state: inout State
    ) -> (Reaction, String?) {
        guard let seat = state.visits[visit.station], seat.visit === visit, !seat.isFrozen else {
            return (.nothing, nil)
        }
        if seat.unanswered != nil {
            state.books.edit(visit.station) { station, _ in
                station.object("\(question.action) was called while another call waited for its answer.")
            }
        }
        let fault = state.fault.flatMap { $0.concerns(question.action) ? $0 : nil }
        if let fault { state.fault = fault.next }
        let rules = CSMSRules(habits: configuration.habits, verdicts: state.verdicts, now: now)
        let desk: any CSMSDesk =
            visit.dialect == .ocpp16
            ? CSMSDesk16(rules: rules) : CSMSDesk201(rules: rules, dialect: visit.dialect)
        let answer = decide(question, visit, desk, fault, &state)
        var delay = configuration.latency
        switch fault {
        case .silent: return (.nothing, nil)
        case .losesAnswers: return (.breakOff, nil)
        case .slow(let span): delay += span
        default: break
        }
        if delay > .zero { state.visits[visit.station]?.unanswered = question.id }
        return (.answer(answer, to: question.id, after: delay), answer)
    }

    /// The answer as a frame.
    private func decide(
        _ question: Question, _ visit: CSMSVisit, _ desk: any CSMSDesk, _ fault: CSMSFault?, _ state: inout State
    ) -> String {
        do {
            return try FrameWriter.result(
                decideOrRefuse(question, visit, desk, fault, &state), to: question.id, visit.dialect)
        } catch {
            let refusal =
                (error as? CallError) ?? (error as? PayloadError)?.callError(in: visit.dialect)
                ?? CallError(.internalError)
            state.books.edit(visit.station) { station, _ in
                station.refusals[question.action, default: 0] += 1
                if error is PayloadError { station.object("\(question.action) was refused: \(refusal.description)") }
            }
            return FrameWriter.error(refusal, to: question.id, visit.dialect)
        }
    }

    private func decideOrRefuse(
        _ question: Question, _ visit: CSMSVisit, _ desk: any CSMSDesk, _ fault: CSMSFault?, _ state: inout State
    ) throws -> any Encodable {
        let (action, name) = (question.action, visit.station)
        if configuration.habits.takesTurns, state.visits[name]?.asked ?? 0 > 0 {
            throw CallError(.rpcFrameworkError, "A call of the CSMS waits for its answer.")
        }
        if case .refuses(_, let code, _) = fault { throw CallError(code, "It is to fail.") }
        guard configuration.habits.takes(action) else { throw CallError(.notImplemented, action) }
        guard desk.calls[action] != nil else {
            state.books.edit(name) { station, _ in
                station.object("\(action) is no action of \(visit.dialect.rawValue).")
            }
            throw CallError(.notImplemented, action)
        }
        if case .postpones(let status, let interval, _) = fault {
            state.accepted.remove(name)
            state.books.edit(name) { station, _ in station.boots += 1 }
            return desk.postponement(status: status, interval: interval)
        }
        if action == "BootNotification" {
            state.accepted.insert(name)
        } else if !state.accepted.contains(name) {
            state.books.edit(name) { station, _ in station.object("\(action) came before a boot was accepted.") }
            throw CallError(.securityError, "The station was not accepted.")
        }
        let json = question.payload.verbatim
        let objections = configuration.inspector?(visit.dialect, action, json) ?? []
        return try state.books.edit(name) { station, nextID in
            let answer = try desk.answer(action, question.payload, &station, &nextID)
            station.messages.append(.init(at: desk.rules.now, action: action, payload: json))
            for objection in objections { station.object("\(action): \(objection)") }
            return answer
        }
    }
}
