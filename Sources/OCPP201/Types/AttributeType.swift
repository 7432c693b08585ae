package import OCPP

/// Which value of a variable is meant.
package struct AttributeType: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let actual = AttributeType(rawValue: "Actual")
    package static let target = AttributeType(rawValue: "Target")
    package static let minSet = AttributeType(rawValue: "MinSet")
    package static let maxSet = AttributeType(rawValue: "MaxSet")

    package static func words(in dialect: Dialect) -> Set<Self>? { [actual, target, minSet, maxSet] }
}
