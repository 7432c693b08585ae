/// A word of a list that the standard gives. Open: versions and vendors add their own, and we carry them unharmed.
package protocol Word: RawRepresentable, Codable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String, StringLiteralType == String {
    init(rawValue: String)
}

extension Word {
    package init(stringLiteral value: String) { self.init(rawValue: value) }
    package var description: String { rawValue }
}
