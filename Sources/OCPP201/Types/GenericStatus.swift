package import OCPP

/// Taken or not.
package struct GenericStatus: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let accepted = GenericStatus(rawValue: "Accepted")
    package static let rejected = GenericStatus(rawValue: "Rejected")

    package static func words(in dialect: Dialect) -> Set<Self>? { [accepted, rejected] }
}
