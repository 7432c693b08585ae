import OCPP

/// Whether a value can be read and written.
package struct Mutability: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let readOnly = Mutability(rawValue: "ReadOnly")
    package static let writeOnly = Mutability(rawValue: "WriteOnly")
    package static let readWrite = Mutability(rawValue: "ReadWrite")
}
