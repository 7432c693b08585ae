/// A JSON text whose syntax was checked, and a flat list of where each value lies in it.
///
/// OCPP frames are read once: the scanner writes the tape in the pass that checks the syntax, and decoding only looks
/// things up on it. There is no tree, and a number stays the digits it was sent as.
final class JSONText: Sendable {
    /// One value, or the name of one.
    struct Token: Sendable {
        enum Kind: UInt8, Sendable {
            case object, array, string, escapedString, number, `true`, `false`, null
        }

        var kind: Kind
        /// The value's bytes; those of a string without its quotes.
        var start: UInt32
        var end: UInt32
        /// The token behind this value and everything inside it.
        var next: UInt32
    }

    let bytes: [UInt8]
    let tape: [Token]

    init(bytes: [UInt8], tape: [Token]) {
        self.bytes = bytes
        self.tape = tape
    }

    static let emptyObject = JSONText(
        bytes: Array("{}".utf8), tape: [Token(kind: .object, start: 0, end: 2, next: 1)])

    func raw(_ token: Token) -> ArraySlice<UInt8> { bytes[Int(token.start)..<Int(token.end)] }

    /// The value's JSON to the letter.
    func verbatim(_ index: Int) -> String {
        let token = tape[index]
        let text = String(decoding: raw(token), as: UTF8.self)
        return token.kind == .string || token.kind == .escapedString ? "\"\(text)\"" : text
    }

    /// A string's or a scalar's text; `nil` for objects, arrays and null.
    func text(_ index: Int) -> String? {
        let token = tape[index]
        switch token.kind {
        case .string, .number, .true, .false: return String(decoding: raw(token), as: UTF8.self)
        case .escapedString: return JSONString.unescaped(raw(token))
        case .object, .array, .null: return nil
        }
    }

    /// The value of an object's member.
    func member(_ name: String, of object: Int) -> Int? {
        let wanted = name.utf8Span.span
        var key = object + 1
        let end = Int(tape[object].next)
        while key < end {
            let token = tape[key]
            if token.kind == .string ? isEqual(token, wanted) : JSONString.unescaped(raw(token)) == name {
                return key + 1
            }
            key = Int(tape[key + 1].next)
        }
        return nil
    }

    // This stands in the path of every field of every frame, hence byte by byte.
    private func isEqual(_ token: Token, _ wanted: Span<UInt8>) -> Bool {
        guard Int(token.end - token.start) == wanted.count else { return false }
        let start = Int(token.start)
        for offset in wanted.indices where bytes[start + offset] != wanted[offset] { return false }
        return true
    }
}
