/// The serial number of a certificate: hexadecimal digits in lower case without leading zeros, as OCPP writes it.
package struct SerialNumber: Hashable, Sendable, CustomStringConvertible {
    package let hex: String

    /// RFC 5280 allows 20 bytes and OCPP 40 digits.
    private static let maximumDigits = 40

    /// Reads digits in either case. `nil` for anything else, or too many of them.
    package init?(hex text: String) {
        guard (1...Self.maximumDigits).contains(text.utf8.count), Hex.bytes(Array((text + text).utf8)) != nil else {
            return nil
        }
        self.init(digits: text)
    }

    /// Of a certificate that somebody else made, whose number may break the rules.
    init(digits: String) {
        let digits = digits.lowercased().drop { $0 == "0" }
        hex = digits.isEmpty ? "0" : String(digits)
    }

    /// A number that nobody can guess and that no certificate had before: 126 random bits.
    package static func random() throws(TrustError) -> SerialNumber {
        var bytes = try RandomBytes.make(16)
        // Positive in DER, and never with a leading zero that would be dropped.
        bytes[0] = bytes[0] & 0x7F | 0x40
        return SerialNumber(digits: Hex.text(bytes))
    }

    package var description: String { hex }
}

extension SerialNumber: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let number = SerialNumber(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no serial number.")
        }
        self = number
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
