import Charging
import OCPP
import OCPP16

// What the central system's answers change.
extension SimulatedWallbox {
    /// How the sender goes on.
    enum Sequel {
        case go
        /// Transaction messages wait, the others go on.
        case hold(Duration)
        /// Everything waits.
        case wait(Duration)
        /// The boot was accepted: heartbeats begin.
        case beat
    }

    func digest(_ exchange: Outstanding) -> Sequel {
        let item = exchange.item
        defer { checkSettled() }
        guard case .result(let payload)? = exchange.answer else {
            return failed(item, exchange.answer)
        }
        keep(exchange, payload)
        if item.transaction != nil, random.chance(configuration.faults.duplicate) {
            // As if the answer had been lost on the way.
            outbox.prepend(item)
        }
        switch item.call {
        case is BootNotification: return booted(try? payload.decode(BootNotification.Response.self))
        case is Authorize:
            item.reply?.resume(returning: (try? payload.decode(Authorize.Response.self))?.idTagInfo.status ?? .invalid)
        case is StartTransaction: started(item, try? payload.decode(StartTransaction.Response.self))
        case is StopTransaction: item.transaction.map { truth.transactions[$0].stopAcknowledged = true }
        default: break
        }
        return .go
    }

    private func failed(_ item: Outgoing, _ answer: Outstanding.Answer?) -> Sequel {
        let isOnline = link != nil
        if item.transaction != nil {
            outbox.prepend(item)
            // An outage is no failure of the message, so it is told again at once after it.
            let pause = keys.seconds("TransactionMessageRetryInterval") * min(item.attempts, 10)
            return isOnline ? .hold(.seconds(max(1, pause))) : .go
        }
        if case .error? = answer {
            item.reply?.resume(returning: .invalid)
        } else {
            item.reply?.resume(returning: nil)
        }
        return item.call is BootNotification && isOnline ? .wait(.seconds(10)) : .go
    }

    private func keep(_ exchange: Outstanding, _ payload: Payload) {
        truth.acknowledgedCount += 1
        guard configuration.keepsMessages else { return }
        truth.acknowledged.append(
            WallboxTruth.Acknowledged(
                at: now, action: type(of: exchange.item.call).action, frame: exchange.frame, answer: payload.verbatim,
                transaction: exchange.item.transaction))
    }

    private func booted(_ response: BootNotification.Response?) -> Sequel {
        guard let response, response.status == .accepted else {
            return .wait(.seconds(max(1, response?.interval ?? 10)))
        }
        isAccepted = true
        firstBoot.continuation.finish()
        if response.interval > 0 { _ = keys.set("HeartbeatInterval", to: "\(response.interval)") }
        emit(.booted)
        enqueue(Outgoing(StatusNotification(connectorId: 0, status: "Available", timestamp: now.description)))
        for index in outlets.indices { enqueue(Outgoing(statusNotification(of: index))) }
        return .beat
    }

    private func started(_ item: Outgoing, _ response: StartTransaction.Response?) {
        guard let index = item.transaction else { return }
        guard let response else {
            truth.contradictions.append("The start of transaction \(index) was answered with something unreadable.")
            return
        }
        if let known = truth.transactions[index].id, known != response.transactionId {
            truth.contradictions.append("Transaction \(index) is \(known) and also \(response.transactionId).")
        }
        truth.transactions[index].id = response.transactionId
        truth.transactions[index].startAcknowledged = true
        guard response.idTagInfo.status != .accepted, keys.isTrue("StopTransactionOnInvalidId") else { return }
        if let outlet = outlets.firstIndex(where: { $0.transaction == index }) { end(outlet, reason: "DeAuthorized") }
    }
}
