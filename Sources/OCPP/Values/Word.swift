/// A word of a list that the standard gives. Open: versions and vendors add their own, and we carry them unharmed.
///
/// What is sent is another matter: a station cannot be expected to know more than its version does.
package protocol Word: RawRepresentable, Codable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String, StringLiteralType == String {
    init(rawValue: String)
    /// The words that may be sent in that version; `nil` where every word may be.
    static func words(in dialect: Dialect) -> Set<Self>?
}

extension Word {
    package init(stringLiteral value: String) { self.init(rawValue: value) }
    package var description: String { rawValue }

    package static func words(in dialect: Dialect) -> Set<Self>? { nil }

    /// Reads it where nothing but a text will do: a number or a flag in its place is nobody's word.
    package init(strictlyFrom decoder: any Decoder) throws {
        if let value = decoder as? ValueDecoder, !value.isString { throw PayloadError.wrongType(field: "") }
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        if let words = Self.words(in: encoder.dialect), !words.contains(self) {
            throw PayloadError.outOfBounds(field: "", rule: Self.rule(words))
        }
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    private static func rule(_ words: Set<Self>) -> String {
        "be \(words.map(\.rawValue).sorted().joined(separator: ", ")) in this version of OCPP"
    }
}
