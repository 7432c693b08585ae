import Charging
import OCPP

// One message, and what its answer means.
extension Lane {
    /// So often a message is refused before a person must look at it. OCPP 1.6, TransactionMessageAttempts.
    private static let attempts = 3
    /// Before the second attempt; before the third twice as long. OCPP 1.6, TransactionMessageRetryInterval.
    private static let interval = Duration.seconds(10)

    /// Sends a message until it is taken. Returns why it never will be, or `nil` once it is.
    func send(_ message: OutgoingMessage, of entry: Entry, _ run: inout Run) async throws(DeliveryError) -> String? {
        let refusal: String
        switch try await exchange(message) {
        case .success(let payload):
            do throws(PayloadError) {
                if let reason = try await take(payload, for: message, of: entry, run) { return reason }
                refusals.forget()
                return nil
            } catch {
                refusal = "Its answer cannot be read: \(error.sentence)"
            }
        case .failure(.refused(let error)):
            if error.meansUnknown, leaveOut(message) {
                return "The CSMS does not take \(message.action) (\(error.code))."
            }
            refusal = "\(error.code)\(error.description.isEmpty ? "" : ": \(error.description)")"
        case .failure(let failure): refusal = failure.sentence
        }
        if let id = message.transaction {
            memory[id]?.mayHaveArrived = false
            memory[id]?.unanswered = nil
        }
        if message.purpose == .other { return refusal }
        let count = refusals.count(entry.seq)
        guard count < Self.attempts else {
            refusals.forget()
            return refusal
        }
        throw DeliveryError(.wait(Self.interval * count), .refused(message.action, refusal))
    }

    /// The answer, or a refusal of this very message. What may pass by itself is thrown and counts as nothing.
    func exchange(_ message: OutgoingMessage) async throws(DeliveryError) -> Result<Payload, CallFailure> {
        do throws(CallFailure) {
            return .success(try await link.call(message.call))
        } catch {
            switch error {
            case .disconnected: throw .away
            case .timedOut: throw DeliveryError(.wait(.seconds(1)), .unanswered(message.action))
            case .busy: throw DeliveryError(.wait(.seconds(1)), .overlapping)
            case .refused(let refusal) where refusal.code == .rpcFrameworkError || refusal.code == .securityError:
                throw DeliveryError(.wait(.seconds(1)), .overlapping)
            case .refused, .unreadable, .unsendable: return .failure(error)
            }
        }
    }

    /// Takes in what was answered. Returns why the transaction is refused, where it is.
    private func take(
        _ payload: Payload, for message: OutgoingMessage, of entry: Entry, _ run: Run
    ) async throws(PayloadError) -> String? {
        let answer = try run.language.answer(payload, to: message)
        if case .start(let transaction) = message.purpose {
            let refused = answer.verdict.map { $0.status != .accepted } ?? false
            if answer.theirs == "0", refused || configuration.preset.refusesByZero {
                memory[transaction.id]?.mayHaveArrived = false
                return
                    "The CSMS refuses the transaction (transactionId 0\(answer.verdict.map { ", \($0.status.rawValue)" } ?? ""))."
            }
        }
        memory.take(answer, to: message)
        // A numbered event is the last message of its entry but for a start. Written down without that, the entry would
        // be told again after a crash, under the next number.
        if message.seqNo != nil, !message.isStart { memory.doneThrough = max(memory.doneThrough, entry.seq) }
        promiseMore(run)
        run.keeper.saveSoon(memory)
        if let verdict = answer.verdict, let tag = message.tag { await hear(verdict, of: tag, about: message) }
        return nil
    }

    /// `false` for messages a CSMS cannot be told nothing by: that it lacks these is a refusal.
    private func leaveOut(_ message: OutgoingMessage) -> Bool {
        switch message.purpose {
        case .start, .stop: return false
        case .progress where message.seqNo != nil: return false
        case .progress, .other:
            memory.leftOut.insert(message.action)
            return true
        }
    }
}

extension OutgoingMessage {
    fileprivate var isStart: Bool { if case .start = purpose { true } else { false } }
}

extension LaneMemory {
    /// What is known once a message is taken.
    mutating func take(_ answer: CloudAnswer, to message: OutgoingMessage) {
        guard let id = message.transaction else {
            if let moment = message.valueAt { lastIdleValue = moment }
            return
        }
        switch message.purpose {
        case .start:
            self[id]?.phase = .open
            self[id]?.mayHaveArrived = false
            if let theirs = answer.theirs { self[id]?.theirs = theirs }
        case .stop(_, let energy):
            self[id]?.phase = .ended
            self[id]?.toldEnergy = energy
        case .progress, .other: break
        }
        if let number = message.seqNo {
            self[id]?.nextSeqNo = number + 1
            self[id]?.unanswered = nil
        }
        if let moment = message.valueAt { self[id]?.lastValue = moment }
        if let state = message.chargingState { self[id]?.chargingState = state }
        if message.tag != nil { self[id]?.toldTag = true }
    }
}

/// How often the message that goes next was refused.
struct Refusals {
    private var seq: Int64?
    private var number = 0

    mutating func count(_ seq: Int64) -> Int {
        if self.seq != seq { (self.seq, number) = (seq, 0) }
        number += 1
        return number
    }

    mutating func forget() { seq = nil }
}

extension CallError {
    /// The action, and not this message, is what the other side does not take.
    var meansUnknown: Bool { code == .notImplemented || code == .notSupported }
}
