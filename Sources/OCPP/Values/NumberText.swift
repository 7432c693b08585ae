/// A number in exactly the digits it was written with, as a JSON number or as a text.
///
/// Stations write `13845`, `"13845"`, `13845.0` and `13845.6` where the standard wants an integer; what is measured
/// must not pass through binary floating point on its way in.
package struct NumberText: Hashable, Sendable, Codable {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(_ number: some BinaryInteger) { text = String(number) }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        if let writer = encoder as? MessageWriter {
            guard JSONNumber.isValid(text) else { throw PayloadError.outOfBounds(field: "", rule: "be a number") }
            return writer.sheet.append(text)
        }
        var container = encoder.singleValueContainer()
        if let integer = Int64(text) {
            try container.encode(integer)
        } else if let number = Double(text), number.isFinite {
            try container.encode(number)
        } else {
            try container.encode(text)
        }
    }

    /// The number, where it is a whole one that 64 bits can hold.
    package var integer: Int64? { WholeNumber.parse(text.utf8) }
}

extension NumberText: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { text = value }
}
