/// JSON as it grows: the bytes so far, and the brackets among them that are still open.
struct JSONText {
    enum Bracket: UInt8 {
        case object = 0x7B
        case array = 0x5B

        /// ASCII has each closing bracket two after its opening one.
        var closing: UInt8 { rawValue + 2 }
    }

    private(set) var bytes: [UInt8] = []
    private var brackets: [(bracket: Bracket, isEmpty: Bool)] = []

    init() {
        bytes.reserveCapacity(512)
        brackets.reserveCapacity(8)
    }

    var depth: Int { brackets.count }

    /// Returns the depth inside the bracket. A value that asks for its container twice goes on in the same one.
    mutating func open(_ bracket: Bracket, at depth: Int) -> Int {
        guard self.depth == depth else {
            precondition(brackets[depth].bracket == bracket, "A value cannot be an object and an array.")
            return depth + 1
        }
        bytes.append(bracket.rawValue)
        brackets.append((bracket, true))
        return depth + 1
    }

    mutating func close(to depth: Int) {
        while brackets.count > depth { bytes.append(brackets.removeLast().bracket.closing) }
    }

    /// Begins the next element of the bracket at this depth. What was opened deeper inside is complete by then.
    mutating func beginElement(at depth: Int) {
        precondition(depth <= brackets.count, "A value was written to after it was complete.")
        close(to: depth)
        if brackets[depth - 1].isEmpty { brackets[depth - 1].isEmpty = false } else { bytes.append(0x2C) }
    }

    mutating func beginMember(_ name: String, at depth: Int) {
        beginElement(at: depth)
        append(quoted: name)
        bytes.append(0x3A)
    }

    mutating func append(_ literal: String) { bytes.append(contentsOf: literal.utf8) }

    mutating func append(_ number: some FixedWidthInteger) { append(String(number)) }

    mutating func append(_ number: Double) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(number, .init(codingPath: [], debugDescription: "JSON has no \(number)"))
        }
        append(number.description)
    }

    mutating func append(quoted string: String) {
        bytes.append(0x22)
        if string.utf8.contains(where: { Self.mustBeEscaped($0) }) {
            for byte in string.utf8 { append(escaping: byte) }
        } else {
            append(string)
        }
        bytes.append(0x22)
    }

    /// RFC 8259, section 7.
    @inline(__always)
    private static func mustBeEscaped(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

    private mutating func append(escaping byte: UInt8) {
        guard Self.mustBeEscaped(byte) else { return bytes.append(byte) }
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x0A: append(#"\n"#)
        case 0x0D: append(#"\r"#)
        case 0x09: append(#"\t"#)
        default:
            append(#"\u00"#)
            for digit in [byte >> 4, byte & 0xF] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
        }
    }
}
