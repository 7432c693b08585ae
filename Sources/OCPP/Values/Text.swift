/// A text that may have so many characters when it is sent.
///
/// It is read at whatever length it comes: stations and clouds are not as strict as the standard.
package struct Text<let limit: Int>: Hashable, Sendable, Codable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        try Bounds.check(text, limit)
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A text of OCPP 2 that may be longer in 2.1 than in 2.0.1.
package struct GrowingText<let limit201: Int, let limit21: Int>: Hashable, Sendable, Codable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        try Bounds.check(text, encoder.dialect == .ocpp21 ? limit21 : limit201)
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { text = value }
    package var description: String { text }
}

extension GrowingText: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { text = value }
    package var description: String { text }
}

private enum Bounds {
    /// The standard counts what JSON Schema counts: code points.
    static func check(_ text: String, _ limit: Int) throws(PayloadError) {
        guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return }
        throw .outOfBounds(field: "", rule: "have at most \(limit) characters")
    }
}
