import OCPP
import OCPP16

/// A call that is to be sent.
struct Outgoing: Sendable {
    var call: any Call
    /// The transaction it belongs to, by its place in the truth; such calls survive everything until they are answered.
    var transaction: Int?
    var attempts = 0
    var id: MessageID?
    /// Told when the answer is there, or cannot come.
    var reply: CheckedContinuation<AuthorizationStatus?, Never>?

    init(_ call: any Call, transaction: Int? = nil, reply: CheckedContinuation<AuthorizationStatus?, Never>? = nil) {
        self.call = call
        self.transaction = transaction
        self.reply = reply
    }

    /// The frame. The transaction's id is filled in only now, because at the time of the message nobody knew it; -1
    /// when the central system never said it.
    func frame(id: MessageID, transactionID: Int32?) throws -> String {
        switch call {
        case var stop as StopTransaction:
            stop.transactionId = Int64(transactionID ?? -1)
            return try FrameWriter.call(stop, id: id)
        case var values as MeterValues where transaction != nil:
            values.transactionId = Int64(transactionID ?? -1)
            return try FrameWriter.call(values, id: id)
        default:
            return try FrameWriter.call(call, id: id)
        }
    }
}

/// Everything that is to be sent, in order. What belongs to a transaction waits through every outage; the rest is
/// worth nothing once the link is gone.
struct Outbox: Sendable {
    /// Beyond this the samples of running transactions are not kept; starts and stops always are.
    static let limit = 20_000

    private var items: [Outgoing] = []
    /// A transaction message failed and is not tried again yet. The others may overtake.
    var isHeld = false

    var isEmpty: Bool { items.isEmpty }

    mutating func append(_ item: Outgoing) {
        guard items.count < Self.limit || !(item.call is MeterValues) else { return }
        items.append(item)
    }

    mutating func prepend(_ item: Outgoing) { items.insert(item, at: 0) }

    /// Takes out what is to be sent next.
    mutating func next() -> Outgoing? {
        guard let index = items.firstIndex(where: { !isHeld || $0.transaction == nil }) else { return nil }
        return items.remove(at: index)
    }

    /// The link is gone. Returns those who will not be answered.
    mutating func disconnect() -> [Outgoing] {
        isHeld = false
        let lost = items.filter { $0.transaction == nil }
        items.removeAll { $0.transaction == nil }
        return lost
    }
}
