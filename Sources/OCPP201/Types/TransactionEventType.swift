import OCPP

/// Where in its transaction an event stands.
package struct TransactionEventType: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(from decoder: any Decoder) throws { try self.init(strictlyFrom: decoder) }

    package static let ended = TransactionEventType(rawValue: "Ended")
    package static let started = TransactionEventType(rawValue: "Started")
    package static let updated = TransactionEventType(rawValue: "Updated")
}
