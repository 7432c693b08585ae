import Charging

/// What a strict CSMS wants written in one way, where the messages themselves are read from anything.
enum CSMSStrictness {
    /// `2026-04-14T18:30:00Z`, with three digits of a fraction at most. What OCPP 1.6 (section 3.14) and 2.0.1
    /// (section 3.1.3 of Part 2) recommend, and some clouds cannot read more.
    static func isPlainTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
            ISO8601(text) != nil
        else { return false }
        return bytes.count == 20 || bytes[19] == UInt8(ascii: ".") && (22...24).contains(bytes.count)
    }

    /// Whether every member of this name is a JSON integer: no text, no fraction, no exponent.
    static func isInteger(_ name: String, in json: String) -> Bool {
        values(of: name, in: json).allSatisfy { Int64($0) != nil }
    }

    /// Whether every member of this name is a JSON number.
    static func isNumber(_ name: String, in json: String) -> Bool {
        values(of: name, in: json).allSatisfy { Double($0) != nil }
    }

    /// The members of this name as they are written, at any depth.
    private static func values(of name: String, in json: String) -> [Substring] {
        var values: [Substring] = []
        var rest = Substring(json)
        while let key = rest.firstRange(of: "\"\(name)\"") {
            rest = rest[key.upperBound...].drop(while: \.isWhitespace)
            // The same text can be a value.
            guard rest.first == ":" else { continue }
            values.append(
                rest.dropFirst().drop(while: \.isWhitespace).prefix { !",}]".contains($0) && !$0.isWhitespace })
        }
        return values
    }
}
