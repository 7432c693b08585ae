import OCPP
import OCPP16
import WebSocket

// What the central system asks for. The answer always goes out before what it promises happens.
extension SimulatedWallbox {
    func perform(_ action: String, _ payload: Payload, _ id: MessageID, over connection: Connection) async {
        do {
            guard try await !performCore(action, payload, Reply(id: id, connection: connection)) else { return }
            let code: CallErrorCode = callsToStations[action] != nil ? .notSupported : .notImplemented
            try await connection.send(FrameWriter.error(CallError(code, action), to: id))
        } catch let error as PayloadError {
            try? await connection.send(FrameWriter.error(error.callError(in: .ocpp16), to: id))
        } catch {
            // The link is gone, and with it whoever asked.
        }
    }

    private struct Reply: Sendable {
        let id: MessageID
        let connection: Connection

        func send(_ response: some Codable & Sendable) async throws {
            try await connection.send(FrameWriter.result(response, to: id))
        }
    }

    /// `false` when the action is none of those below.
    private func performCore(_ action: String, _ payload: Payload, _ reply: Reply) async throws -> Bool {
        switch action {
        case RemoteStartTransaction.action: try await remoteStart(payload.decode(), reply)
        case RemoteStopTransaction.action: try await remoteStop(payload.decode(), reply)
        case Reset.action: try await reset(payload.decode(), reply)
        case UnlockConnector.action: try await unlock(payload.decode(), reply)
        case ChangeAvailability.action: try await changeAvailability(payload.decode(), reply)
        case ChangeConfiguration.action: try await changeConfiguration(payload.decode(), reply)
        case TriggerMessage.action: try await trigger(payload.decode(), reply)
        case GetConfiguration.action:
            let asked: GetConfiguration = try payload.decode()
            try await reply.send(keys.answer(to: (asked.key ?? []).map(\.text)))
        case ClearCache.action: try await send("Accepted", to: action, reply)
        case DataTransfer.action:
            let transfer: DataTransfer = try payload.decode()
            let isOurs = transfer.vendorId.text == configuration.vendor
            try await reply.send(
                DataTransfer.Response(status: isOurs ? "Accepted" : "UnknownVendorId", data: transfer.data?.text))
        default: return false
        }
        return true
    }

    private func send(_ status: String, to action: String, _ reply: Reply) async throws {
        try await reply.send(StatusResponse(status: status))
        emit(.commanded(action: action, answer: status))
    }

    private func remoteStart(_ call: RemoteStartTransaction, _ reply: Reply) async throws {
        let chosen = outlets.firstIndex { outlet in
            outlet.isReady && (call.connectorId == nil || outlet.number == call.connectorId)
        }
        guard let chosen else { return try await send("Rejected", to: RemoteStartTransaction.action, reply) }
        try await send("Accepted", to: RemoteStartTransaction.action, reply)
        if begin(chosen, tag: call.idTag.text, watts: configuration.remoteWatts) { outlets[chosen].isRemote = true }
    }

    private func remoteStop(_ call: RemoteStopTransaction, _ reply: Reply) async throws {
        let running = outlets.firstIndex { outlet in
            outlet.transaction.map { truth.transactions[$0].id == call.transactionId } ?? false
        }
        guard let running else { return try await send("Rejected", to: RemoteStopTransaction.action, reply) }
        try await send("Accepted", to: RemoteStopTransaction.action, reply)
        end(running, reason: "Remote")
    }

    private func reset(_ call: Reset, _ reply: Reply) async throws {
        try await send("Accepted", to: Reset.action, reply)
        for index in outlets.indices { end(index, reason: call.type == .hard ? "HardReset" : "SoftReset") }
        isAccepted = false
        absence = .seconds(5)
        reply.connection.close(.goingAway, reason: "reset")
    }

    private func unlock(_ call: UnlockConnector, _ reply: Reply) async throws {
        guard let index = outlets.firstIndex(where: { $0.number == call.connectorId }) else {
            return try await send("NotSupported", to: UnlockConnector.action, reply)
        }
        try await send("Unlocked", to: UnlockConnector.action, reply)
        end(index, reason: "UnlockCommand")
        unplug(index)
    }

    private func changeAvailability(_ call: ChangeAvailability, _ reply: Reply) async throws {
        let concerned = outlets.indices.filter { [0, outlets[$0].number].contains(call.connectorId) }
        guard !concerned.isEmpty else { return try await send("Rejected", to: ChangeAvailability.action, reply) }
        let isScheduled = call.type == .inoperative && concerned.contains { outlets[$0].transaction != nil }
        try await send(isScheduled ? "Scheduled" : "Accepted", to: ChangeAvailability.action, reply)
        for index in concerned {
            outlets[index].isInoperative = call.type == .inoperative
            if outlets[index].isInoperative, outlets[index].status == "Available" {
                setStatus(of: index, "Unavailable")
            }
            if !outlets[index].isInoperative, outlets[index].status == "Unavailable" {
                setStatus(of: index, "Available")
            }
        }
    }

    private func changeConfiguration(_ call: ChangeConfiguration, _ reply: Reply) async throws {
        try await send(keys.set(call.key.text, to: call.value.text), to: ChangeConfiguration.action, reply)
        guard call.key.text.lowercased() == "authorizationkey" else { return }
        // OCPP 1.6 security, A05.FR.05: the new key holds from the next connection on, which is now.
        password = Self.bytes(ofKey: call.value.text)
        absence = .seconds(1)
        reply.connection.close(.normal, reason: "new key")
    }

    /// The key is written as hex digits and sent as the bytes they stand for.
    static func bytes(ofKey key: String) -> [UInt8] {
        let digits = key.compactMap(\.hexDigitValue)
        guard digits.count == key.count, digits.count.isMultiple(of: 2) else { return Array(key.utf8) }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private func trigger(_ call: TriggerMessage, _ reply: Reply) async throws {
        let concerned = outlets.indices.filter { call.connectorId == nil || outlets[$0].number == call.connectorId }
        let messages: [Outgoing]
        switch call.requestedMessage {
        case Heartbeat.action: messages = [Outgoing(Heartbeat())]
        case StatusNotification.action: messages = concerned.map { Outgoing(statusNotification(of: $0)) }
        case MeterValues.action:
            messages = concerned.map { index in
                Outgoing(meterValues(of: index, context: "Trigger"), transaction: outlets[index].transaction)
            }
        // An accepted wallbox does not boot again (errata 3.19).
        case BootNotification.action: return try await send("Rejected", to: TriggerMessage.action, reply)
        default: return try await send("NotImplemented", to: TriggerMessage.action, reply)
        }
        try await send(messages.isEmpty ? "Rejected" : "Accepted", to: TriggerMessage.action, reply)
        for message in messages { enqueue(message) }
    }
}
