import Charging
import OCPP
import OCPP201
import WebSocket

// One connection: what is sent, one call at a time, and what is read.
extension SimulatedWallbox201 {
    func serve(_ connection: Connection) async throws {
        let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        link = (connection, bell)
        emit(.connected)
        // After a reconnect the states are told, because their changes meanwhile were not.
        if isAccepted { tellStates(first: true) }
        bell.yield()
        try await withThrowingDiscardingTaskGroup { group in
            defer { hangUp() }
            group.addTask { await self.transmit(over: connection, when: bells) }
            group.addTask { await self.beat() }
            for try await text in connection.messages {
                switch Frame(text) {
                case .result(let id, let payload): settle(id, .result(payload))
                case .error(let id, _): settle(id, .error)
                case .call(let id, let action, let payload):
                    await perform(action, payload, id, over: connection)
                case .resultError, .send, .unknown, .damaged: break
                }
            }
            group.cancelAll()
        }
    }

    private func hangUp() {
        guard let link else { return }
        self.link = nil
        link.bell.finish()
        for lost in outbox.disconnect() { lost.reply?.resume(returning: nil) }
        if let id = outstanding?.id { settle(id, .none) }
    }

    func enqueue(_ call: any Call, ends: Int? = nil) {
        let item = Outbox201.Item(call: call, ends: ends)
        guard item.isKept || isAccepted && link != nil else { return }
        outbox.append(item)
        link?.bell.yield()
    }

    /// What the other side says of a tag; `nil` when nobody answers.
    func authorize(_ tag: String) async -> AuthorizationStatus? {
        await withCheckedContinuation { continuation in
            guard isAccepted, let link else { return continuation.resume(returning: nil) }
            outbox.prepend(.init(call: Authorize(idToken: Self.token(tag)), reply: continuation))
            link.bell.yield()
        }
    }

    static func token(_ tag: String) -> IdToken { IdToken(idToken: GrowingText(tag), type: .iso14443) }

    func tellStates(first: Bool = false) {
        let messages = places.map(statusNotification)
        guard first else { return messages.forEach { enqueue($0) } }
        for message in messages.reversed() { outbox.prepend(.init(call: message)) }
    }

    func statusNotification(_ place: Place) -> StatusNotification {
        StatusNotification(
            timestamp: now.description, connectorStatus: place.status(at: now), evseId: place.evse, connectorId: 1)
    }

    private var boot: BootNotification {
        BootNotification(
            chargingStation: ChargingStation(
                model: configuration.model, vendorName: configuration.vendor,
                serialNumber: String(configuration.id.prefix(25)), firmwareVersion: "1.0.0"),
            reason: bootReason)
    }

    // Sending

    private func transmit(over connection: Connection, when bells: AsyncStream<Void>) async {
        for await _ in bells {
            while link != nil, let item = isAccepted ? outbox.next() : .init(call: boot) {
                let pause = digest(item, await exchange(item, over: connection))
                if let pause, (try? await clock.sleep(for: pause)) == nil { return }
            }
        }
    }

    private func beat() async {
        while (try? await clock.sleep(for: .seconds(max(1, model.seconds(.heartbeatInterval))))) != nil {
            enqueue(Heartbeat())
        }
    }

    /// Sends a call and waits for what comes of it.
    private func exchange(_ item: Outbox201.Item, over connection: Connection) async -> Answer {
        let id = freshID()
        guard let frame = try? FrameWriter.call(item.call, id: id, .ocpp201) else { return .error }
        // Before it is sent, because the answer can be here sooner than this task.
        outstanding = (id, nil, nil)
        defer { outstanding = nil }
        do {
            try await connection.send(frame)
        } catch {
            return .none
        }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [clock, timeout = configuration.messageTimeout] in
                guard (try? await clock.sleep(for: timeout)) != nil else { return }
                await self.settle(id, .none)
            }
            defer { group.cancelAll() }
            if let answer = outstanding?.answer { return answer }
            return await withCheckedContinuation { outstanding?.waiter = $0 }
        }
    }

    private func settle(_ id: MessageID, _ answer: Answer) {
        guard outstanding?.id.text == id.text, outstanding?.answer == nil else { return }
        outstanding?.answer = answer
        outstanding?.waiter?.resume(returning: answer)
    }

    /// What the answer changes. Returns how long to wait before the next call.
    private func digest(_ item: Outbox201.Item, _ answer: Answer) -> Duration? {
        guard case .result(let payload) = answer else {
            item.reply?.resume(returning: nil)
            if item.isKept { outbox.prepend(item) }
            return item.isKept || item.call is BootNotification ? .seconds(10) : nil
        }
        switch item.call {
        case is BootNotification: return booted(try? payload.decode(BootNotification.Response.self))
        case is Authorize:
            item.reply?.resume(
                returning: (try? payload.decode(Authorize.Response.self))?.idTokenInfo.status ?? .invalid)
        case let event as TransactionEvent:
            if let record = item.ends { charged[record].endAcknowledged = true }
            let info = try? payload.decode(TransactionEvent.Response.self).idTokenInfo
            if let info, info.status != .accepted { deauthorize(event.transactionInfo.transactionId) }
        default: break
        }
        return nil
    }

    private func booted(_ response: BootNotification.Response?) -> Duration? {
        guard let response, response.status == .accepted else { return .seconds(max(1, response?.interval ?? 10)) }
        isAccepted = true
        if response.interval > 0 { model.set(.heartbeatInterval, to: "\(response.interval)") }
        firstBoot.continuation.finish()
        emit(.booted)
        tellStates(first: true)
        return nil
    }
}
