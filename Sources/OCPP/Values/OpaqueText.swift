/// A text that is nobody's business here, or whatever stands in its place: then the JSON of it, to the letter.
package struct OpaqueText: Hashable, Sendable, Codable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package init(from decoder: any Decoder) throws {
        if let value = decoder as? ValueDecoder, !value.isString {
            text = value.verbatim
        } else {
            text = try decoder.singleValueContainer().decode(String.self)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
