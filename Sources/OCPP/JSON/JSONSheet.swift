/// JSON as it grows: what all writers of one message write on.
final class JSONSheet {
    enum Bracket: UInt8 {
        case object = 0x7B
        case array = 0x5B

        /// ASCII has each closing bracket two after its opening one.
        var closing: UInt8 { rawValue + 2 }
    }

    let dialect: Dialect
    private(set) var bytes: [UInt8] = []
    private var brackets: [Bracket] = []

    init(_ dialect: Dialect) {
        self.dialect = dialect
        bytes.reserveCapacity(256)
        brackets.reserveCapacity(8)
    }

    var depth: Int { brackets.count }

    /// Returns the depth inside the bracket. A value that asks for its container twice goes on in the same one.
    func open(_ bracket: Bracket, at depth: Int) -> Int {
        guard self.depth == depth else {
            precondition(brackets[depth] == bracket, "A value cannot be an object and a list.")
            return depth + 1
        }
        bytes.append(bracket.rawValue)
        brackets.append(bracket)
        return depth + 1
    }

    func close(to depth: Int) {
        while brackets.count > depth { bytes.append(brackets.removeLast().closing) }
    }

    /// Begins the next element of the bracket at this depth. What was opened deeper inside is complete by then.
    func beginElement(at depth: Int) {
        close(to: depth)
        if bytes.last != brackets[depth - 1].rawValue { bytes.append(UInt8(ascii: ",")) }
    }

    func beginMember(_ name: String, at depth: Int) {
        beginElement(at: depth)
        append(quoted: name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// What was written last is `[]` or `{}`.
    func ends(with bracket: Bracket) -> Bool {
        bytes.count > 1 && bytes[bytes.count - 1] == bracket.closing && bytes[bytes.count - 2] == bracket.rawValue
    }

    func cut(to count: Int) { bytes.removeLast(bytes.count - count) }

    func append(_ literal: String) { bytes.append(contentsOf: literal.utf8) }

    func append(_ number: Double) throws {
        guard number.isFinite else {
            throw PayloadError.unacceptable("The message holds a number that JSON cannot express.")
        }
        append(number.description)
    }

    func append(quoted text: String) {
        let start = bytes.count
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                // Most texts need no escape.
                cut(to: start)
                return append(JSONString.quoted(text))
            }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
