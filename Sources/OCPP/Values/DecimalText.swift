/// A decimal number in its own digits, of which the standard allows only so many behind the point.
///
/// It is read as it comes. What is sent is refused where it is finer than the standard allows: rounding is the business
/// of whoever knows which way is safe.
package struct DecimalText<let places: Int>: Hashable, Sendable, Codable {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(_ number: some BinaryInteger) { text = String(number) }

    package init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        guard JSONNumber.isValid(text), !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
            throw PayloadError.outOfBounds(field: "", rule: "be a decimal number")
        }
        let parts = text.split(separator: ".")
        if parts.count == 2, parts[1].dropFirst(places).contains(where: { $0 != "0" }) {
            throw PayloadError.outOfBounds(field: "", rule: "have at most \(places) decimal places")
        }
        let written = parts.count == 2 ? "\(parts[0]).\(parts[1].prefix(places))" : text
        try NumberText(written).encode(to: encoder)
    }
}

extension DecimalText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { text = value }
    package init(integerLiteral value: Int) { text = String(value) }
}
