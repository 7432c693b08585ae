import OCPP
import OCPP201

/// Everything that is to be sent, in order. Transaction events wait through every outage; the rest is worth nothing once
/// the link is gone.
struct Outbox201: Sendable {
    struct Item: Sendable {
        var call: any Call
        /// The transaction that this ends, by its place in the books.
        var ends: Int?
        /// Told when the answer is there, or cannot come.
        var reply: CheckedContinuation<AuthorizationStatus?, Never>?

        var isKept: Bool { call is TransactionEvent }
    }

    /// Beyond this the samples of transactions are not kept; starts and ends always are.
    private static let limit = 20_000

    private var items: [Item] = []

    var isEmpty: Bool { items.isEmpty }

    mutating func append(_ item: Item) {
        let isSample = (item.call as? TransactionEvent)?.eventType == .updated
        guard items.count < Self.limit || !isSample else { return }
        items.append(item)
    }

    mutating func prepend(_ item: Item) { items.insert(item, at: 0) }

    mutating func next() -> Item? { items.isEmpty ? nil : items.removeFirst() }

    /// The link is gone. Returns those who will not be answered.
    mutating func disconnect() -> [Item] {
        let lost = items.filter { !$0.isKept }
        items.removeAll { !$0.isKept }
        return lost
    }
}
