/// What is wrong with a JSON text, and at which byte.
struct JSONProblem: Error, Hashable, Sendable {
    var offset: Int
    var reason: String
}

/// Checks the syntax of a JSON text (RFC 8259) and writes down where its values are.
///
/// Two liberties: control characters inside strings and leading zeros of numbers are let through, because some
/// firmware sends them.
struct JSONScanner {
    static let maximumDepth = 32
    static let maximumTokens = 65_536

    let bytes: [UInt8]
    private(set) var position = 0
    private(set) var tape: [JSONText.Token] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tape.reserveCapacity(min(bytes.count / 8 + 8, 1024))
    }

    mutating func skipWhitespace() {
        while position < bytes.count, Self.isWhitespace(bytes[position]) { position += 1 }
    }

    /// Steps over the byte if it is the next one after any whitespace.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipWhitespace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    func problem(_ reason: String) -> JSONProblem { JSONProblem(offset: position, reason: reason) }

    /// Reads one value with everything in it; returns its place on the tape.
    mutating func value(depth: Int) throws(JSONProblem) -> Int {
        skipWhitespace()
        guard position < bytes.count else { throw problem("The text ends too early.") }
        guard tape.count < Self.maximumTokens else { throw problem("The text has too many values.") }
        let index = tape.count
        switch bytes[position] {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .true)
        case UInt8(ascii: "f"): try word("false", .false)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
        return index
    }

    private mutating func object(depth: Int) throws(JSONProblem) {
        let index = try open(.object, depth)
        if !skip("}") {
            repeat {
                skipWhitespace()
                guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                    throw problem("A name in quotes is missing.")
                }
                try string()
                guard skip(":") else { throw problem("A colon is missing.") }
                _ = try value(depth: depth + 1)
            } while skip(",")
            guard skip("}") else { throw problem("A comma or closing brace is missing.") }
        }
        close(index)
    }

    private mutating func array(depth: Int) throws(JSONProblem) {
        let index = try open(.array, depth)
        if !skip("]") {
            repeat { _ = try value(depth: depth + 1) } while skip(",")
            guard skip("]") else { throw problem("A comma or closing bracket is missing.") }
        }
        close(index)
    }

    private mutating func open(_ kind: JSONText.Token.Kind, _ depth: Int) throws(JSONProblem) -> Int {
        guard depth < Self.maximumDepth else { throw problem("The text is nested too deeply.") }
        append(kind, from: position, to: position)
        position += 1
        return tape.count - 1
    }

    private mutating func close(_ index: Int) {
        tape[index].end = UInt32(position)
        tape[index].next = UInt32(tape.count)
    }

    private mutating func string() throws(JSONProblem) {
        position += 1
        let start = position
        var kind = JSONText.Token.Kind.string
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                append(kind, from: start, to: position)
                position += 1
                return
            case UInt8(ascii: "\\"):
                kind = .escapedString
                try escape()
            default:
                position += 1
            }
        }
        throw problem("A text is not closed.")
    }

    private mutating func escape() throws(JSONProblem) {
        position += 1
        guard position < bytes.count else { throw problem("A text is not closed.") }
        switch bytes[position] {
        case UInt8(ascii: "u"):
            let digits = bytes[(position + 1)...].prefix(4)
            guard digits.count == 4, digits.allSatisfy(Self.isHexDigit) else {
                throw problem("An escape sequence is wrong.")
            }
            position += 5
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        default:
            throw problem("An escape sequence is wrong.")
        }
    }

    private mutating func number() throws(JSONProblem) {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        guard digits() else { throw problem("A value is missing or is none that JSON knows.") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() else { throw problem("A number is not complete.") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() else { throw problem("A number is not complete.") }
        }
        append(.number, from: start, to: position)
    }

    private mutating func digits() -> Bool {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        return position > start
    }

    private mutating func word(_ word: StaticString, _ kind: JSONText.Token.Kind) throws(JSONProblem) {
        let text = word.description.utf8
        guard bytes[position...].starts(with: text) else { throw problem("A value is none that JSON knows.") }
        append(kind, from: position, to: position + text.count)
        position += text.count
    }

    private mutating func append(_ kind: JSONText.Token.Kind, from start: Int, to end: Int) {
        tape.append(
            JSONText.Token(kind: kind, start: UInt32(start), end: UInt32(end), next: UInt32(tape.count + 1)))
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool { Character(Unicode.Scalar(byte)).isHexDigit }
}
