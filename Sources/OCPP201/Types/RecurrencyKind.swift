package import OCPP

/// How often a charging profile begins anew.
package struct RecurrencyKind: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let daily = RecurrencyKind(rawValue: "Daily")
    package static let weekly = RecurrencyKind(rawValue: "Weekly")

    package static func words(in dialect: Dialect) -> Set<Self>? { [daily, weekly] }
}
