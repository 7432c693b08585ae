import Charging
import OCPP
import OCPP201
import WebSocket

// What the CSMS asks for. The answer always goes out before what it promises happens.
extension SimulatedWallbox201 {
    func perform(_ action: String, _ payload: Payload, _ id: MessageID, over connection: Connection) async {
        let reply = Reply(id: id, connection: connection)
        do {
            guard try await !answer(action, payload, reply) else { return }
            let code: CallErrorCode = callsToStations[action] != nil ? .notSupported : .notImplemented
            try await connection.send(FrameWriter.error(CallError(code, action), to: id, .ocpp201))
        } catch let error as PayloadError {
            try? await connection.send(FrameWriter.error(error.callError(in: .ocpp201), to: id, .ocpp201))
        } catch {
            // The link is gone, and with it whoever asked.
        }
    }

    struct Reply: Sendable {
        let id: MessageID
        let connection: Connection

        func send(_ response: some Codable & Sendable) async throws {
            try await connection.send(FrameWriter.result(response, to: id, .ocpp201))
        }
    }

    /// `false` when the action is none of those below.
    private func answer(_ action: String, _ payload: Payload, _ reply: Reply) async throws -> Bool {
        switch action {
        case RequestStartTransaction.action: try await start(payload.decode(), reply)
        case RequestStopTransaction.action: try await stop(payload.decode(), reply)
        case Reset.action: try await reset(payload.decode(), reply)
        case TriggerMessage.action: try await trigger(payload.decode(), reply)
        case ReserveNow.action: try await reserve(payload.decode(), reply)
        case CancelReservation.action: try await cancel(payload.decode(), reply)
        case SetChargingProfile.action: try await limit(payload.decode(), reply)
        case ClearChargingProfile.action: try await unlimit(payload.decode(), reply)
        case GetVariables.action: try await reply.send(model.answer(to: payload.decode(GetVariables.self)))
        case SetVariables.action: try await setVariables(payload.decode(), reply)
        case GetBaseReport.action:
            let asked: GetBaseReport = try payload.decode()
            try await send("Accepted", to: action, reply)
            enqueue(
                NotifyReport(
                    requestId: asked.requestId, generatedAt: now.description, seqNo: 0, reportData: model.report,
                    tbc: false))
        default: return false
        }
        return true
    }

    private func send(_ status: String, to action: String, _ reply: Reply) async throws {
        try await reply.send(StatusResponse(status: status))
        emit(.commanded(action: action, answer: status))
    }

    /// Those that a number means: one of them, or all for 0 and none.
    private func indices(_ evse: Int?) -> [Int] {
        places.indices.filter { [0, places[$0].evse].contains(evse ?? 0) }
    }

    private func start(_ call: RequestStartTransaction, _ reply: Reply) async throws {
        let tag = call.idToken.idToken.text
        let chosen = indices(call.evseId).first { isFree($0, for: tag) || isWaiting($0) }
        let status = chosen == nil ? "Rejected" : "Accepted"
        try await reply.send(RequestStartTransaction.Response(status: status))
        emit(.commanded(action: RequestStartTransaction.action, answer: status))
        guard let chosen else { return }
        if !places[chosen].isPluggedIn { plugIn(chosen) }
        _ = begin(chosen, tag: tag, watts: configuration.remoteWatts, remoteStart: call.remoteStartId)
    }

    /// A car is plugged in, and nobody has said who pays.
    private func isWaiting(_ index: Int) -> Bool { places[index].isPluggedIn && places[index].running == nil }

    private func stop(_ call: RequestStopTransaction, _ reply: Reply) async throws {
        let running = places.firstIndex { $0.running?.name == call.transactionId.text }
        try await send(running == nil ? "Rejected" : "Accepted", to: RequestStopTransaction.action, reply)
        if let running { end(running, .remote, by: .remoteStop) }
    }

    private func reset(_ call: Reset, _ reply: Reply) async throws {
        guard call.evseId == nil else { return try await send("Rejected", to: Reset.action, reply) }
        if call.type == .onIdle, places.contains(where: { $0.running != nil }) {
            resetsWhenIdle = true
            return try await send("Scheduled", to: Reset.action, reply)
        }
        try await send("Accepted", to: Reset.action, reply)
        for index in places.indices { end(index, .immediateReset, by: .resetCommand) }
        restart()
    }

    func restart() {
        (resetsWhenIdle, isAccepted, bootReason, absence) = (false, false, .remoteReset, .seconds(5))
        link?.connection.close(.goingAway, reason: "reset")
    }

    private func trigger(_ call: TriggerMessage, _ reply: Reply) async throws {
        let concerned = indices(call.evse?.id)
        guard !concerned.isEmpty else { return try await send("Rejected", to: TriggerMessage.action, reply) }
        switch call.requestedMessage {
        // An accepted wallbox does not boot again (F06.FR.17).
        case .bootNotification: return try await send("Rejected", to: TriggerMessage.action, reply)
        case .heartbeat, .statusNotification, .meterValues, .transactionEvent:
            try await send("Accepted", to: TriggerMessage.action, reply)
        default: return try await send("NotImplemented", to: TriggerMessage.action, reply)
        }
        if call.requestedMessage == .heartbeat { return enqueue(Heartbeat()) }
        for index in concerned {
            switch call.requestedMessage {
            case .statusNotification: enqueue(statusNotification(places[index]))
            case .meterValues:
                enqueue(MeterValues(evseId: places[index].evse, meterValue: [meterValue(of: index, .trigger)]))
            default: tell(.updated, of: index, .trigger, .trigger)
            }
        }
    }

    private func reserve(_ call: ReserveNow, _ reply: Reply) async throws {
        let tag = call.idToken.idToken.text
        let until = ISO8601(call.expiryDateTime)?.timestamp
        // Only for one EVSE, as ReservationNonEvseSpecific says; the same number again replaces it.
        guard let evse = call.evseId, let index = places.firstIndex(where: { $0.evse == evse }), let until, until > now
        else { return try await send("Rejected", to: ReserveNow.action, reply) }
        let isKept = places[index].reservation.map { $0.id != call.id && $0.until > now } ?? false
        let isTaken = places[index].isPluggedIn || isKept
        try await send(isTaken ? "Occupied" : "Accepted", to: ReserveNow.action, reply)
        guard !isTaken else { return }
        places[index].reservation = (call.id, tag, until)
        enqueue(statusNotification(places[index]))
    }

    private func cancel(_ call: CancelReservation, _ reply: Reply) async throws {
        let index = places.firstIndex { $0.reservation?.id == call.reservationId }
        try await send(index == nil ? "Rejected" : "Accepted", to: CancelReservation.action, reply)
        guard let index else { return }
        places[index].reservation = nil
        enqueue(statusNotification(places[index]))
    }

    private func limit(_ call: SetChargingProfile, _ reply: Reply) async throws {
        let concerned = indices(call.evseId)
        guard let schedule = call.chargingProfile.chargingSchedule.elements.first, !concerned.isEmpty else {
            return try await send("Rejected", to: SetChargingProfile.action, reply)
        }
        try await send("Accepted", to: SetChargingProfile.action, reply)
        for index in concerned {
            places[index].limits[call.chargingProfile.id] = ChargingCeiling(schedule, at: now)
            throttle(index)
            tell(.updated, of: index, .chargingRateChanged, .other)
        }
    }

    private func unlimit(_ call: ClearChargingProfile, _ reply: Reply) async throws {
        let concerned = indices(call.chargingProfileCriteria?.evseId)
        let hasSome = concerned.contains { index in
            call.chargingProfileId.map { places[index].limits[$0] != nil } ?? !places[index].limits.isEmpty
        }
        try await send(hasSome ? "Accepted" : "Unknown", to: ClearChargingProfile.action, reply)
        for index in concerned {
            if let id = call.chargingProfileId { places[index].limits[id] = nil } else { places[index].limits = [:] }
            throttle(index)
        }
    }

    private func setVariables(_ call: SetVariables, _ reply: Reply) async throws {
        let results = call.setVariableData.map { model.set($0) }
        try await reply.send(SetVariables.Response(setVariableResult: results))
        emit(.commanded(action: SetVariables.action, answer: results.map(\.attributeStatus).joined(separator: ", ")))
        guard let new = model.takePassword() else { return }
        // The new password holds from the next connection on, which is now (A01.FR.11).
        password = Array(new.utf8)
        absence = .seconds(1)
        reply.connection.close(.normal, reason: "new password")
    }
}
