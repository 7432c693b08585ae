import OCPP

/// The state of a connector.
package struct ConnectorStatus: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(from decoder: any Decoder) throws { try self.init(strictlyFrom: decoder) }

    package static let available = ConnectorStatus(rawValue: "Available")
    /// A cable is plugged in or a transaction runs.
    package static let occupied = ConnectorStatus(rawValue: "Occupied")
    package static let reserved = ConnectorStatus(rawValue: "Reserved")
    package static let unavailable = ConnectorStatus(rawValue: "Unavailable")
    package static let faulted = ConnectorStatus(rawValue: "Faulted")
}
