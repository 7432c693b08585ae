import Charging
import OCPP
import OCPP16
import WebSocket

/// The call whose answer is waited for.
struct Outstanding {
    enum Answer: Sendable {
        case result(Payload)
        case error(CallError)
        /// It did not come in time, or the link is gone.
        case none
    }

    var item: Outgoing
    var frame: String
    var answer: Answer?
    var waiter: CheckedContinuation<Answer, Never>?
}

// One connection: what is sent, one call at a time, and what is read.
extension SimulatedWallbox {
    func serve(_ connection: Connection) async throws {
        let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        link = (connection, bell)
        emit(.connected)
        announce()
        bell.yield()
        try await withThrowingDiscardingTaskGroup { group in
            defer { hangUp() }
            group.addTask { try await self.transmit(over: connection, when: bells) }
            for try await text in connection.messages {
                switch Frame(text) {
                case .result(let id, let payload): settle(id, .result(payload))
                case .error(let id, let error): settle(id, .error(error))
                case .call(let id, let action, let payload):
                    let delay = random.chance(configuration.faults.delayAnswer) ? configuration.faults.answerDelay : nil
                    group.addTask {
                        if let delay { try? await self.clock.sleep(for: delay) }
                        await self.perform(action, payload, id, over: connection)
                    }
                case .resultError, .send, .unknown, .damaged: break
                }
            }
            hangUp()
            group.cancelAll()
        }
    }

    /// After a reconnect the states are told, because their changes meanwhile were not.
    private func announce() {
        guard isAccepted else { return }
        for index in outlets.indices.reversed() { outbox.prepend(Outgoing(statusNotification(of: index))) }
        outbox.prepend(Outgoing(StatusNotification(connectorId: 0, status: "Available", timestamp: now.description)))
    }

    private func hangUp() {
        guard let link else { return }
        self.link = nil
        link.bell.finish()
        for lost in outbox.disconnect() { lost.reply?.resume(returning: nil) }
        if let id = outstanding?.item.id { settle(id, .none) }
    }

    func enqueue(_ item: Outgoing, urgent: Bool = false) {
        if item.transaction == nil, link == nil || !isAccepted {
            item.reply?.resume(returning: nil)
            return
        }
        if urgent { outbox.prepend(item) } else { outbox.append(item) }
        link?.bell.yield()
    }

    // Sending

    private func transmit(over connection: Connection, when bells: AsyncStream<Void>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            if isAccepted { group.addTask { await self.beat() } }
            for await _ in bells {
                while let item = isAccepted ? outbox.next() : Outgoing(bootNotification) {
                    switch digest(try await exchange(item, over: connection)) {
                    case .go: break
                    case .hold(let pause):
                        outbox.isHeld = true
                        group.addTask {
                            guard (try? await self.clock.sleep(for: pause)) != nil else { return }
                            await self.unhold()
                        }
                    case .wait(let pause):
                        guard (try? await clock.sleep(for: pause)) != nil else { return }
                    case .beat: group.addTask { await self.beat() }
                    }
                    guard link != nil else { return }
                }
            }
        }
    }

    private func unhold() {
        outbox.isHeld = false
        link?.bell.yield()
    }

    private func beat() async {
        while (try? await clock.sleep(for: .seconds(max(1, keys.seconds("HeartbeatInterval"))))) != nil {
            enqueue(Outgoing(Heartbeat()))
        }
    }

    /// Sends a call and waits for what comes of it.
    private func exchange(_ item: Outgoing, over connection: Connection) async throws -> Outstanding {
        var item = item
        item.attempts += 1
        let keepsID = item.id != nil && !random.chance(configuration.faults.freshID)
        let id = keepsID ? item.id! : freshID()
        item.id = id
        let transactionID = item.transaction.flatMap { truth.transactions[$0].id }
        let frame = try item.frame(id: id, transactionID: transactionID)
        // Before it is sent, because the answer can be here sooner than this task.
        outstanding = Outstanding(item: item, frame: frame)
        do {
            try await connection.send(frame)
        } catch {
            settle(id, .none)
        }
        misbehave()
        let answer = await answer(to: id)
        defer { outstanding = nil }
        return Outstanding(item: item, frame: frame, answer: answer)
    }

    private func misbehave() {
        if random.chance(configuration.faults.losePower) {
            absence = random.duration(in: configuration.faults.outage)
            cutPower()
        } else if random.chance(configuration.faults.dropLink) {
            absence = random.duration(in: configuration.faults.outage)
            cutLink()
        }
    }

    private func answer(to id: MessageID) async -> Outstanding.Answer {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [clock, timeout = configuration.messageTimeout] in
                guard (try? await clock.sleep(for: timeout)) != nil else { return }
                await self.settle(id, .none)
            }
            defer { group.cancelAll() }
            if let answer = outstanding?.answer { return answer }
            return await withCheckedContinuation { outstanding?.waiter = $0 }
        }
    }

    private func settle(_ id: MessageID, _ answer: Outstanding.Answer) {
        guard outstanding?.item.id?.text == id.text, outstanding?.answer == nil else { return }
        outstanding?.answer = answer
        outstanding?.waiter?.resume(returning: answer)
    }
}
