/// A cursor over the bytes of a TOML text.
struct Scanner: Sendable {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position >= bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The column counts characters, not bytes: continuation bytes of UTF-8 do not count.
    func place(of offset: Int) -> SourceMap.Place {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return .init(line: line, column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
    }

    mutating func advance() {
        if position < bytes.count { position += 1 }
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        skipSpaces()
        guard next == byte else { return false }
        advance()
        return true
    }

    mutating func skipSpaces() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { advance() }
    }

    mutating func skipLine() {
        while let byte = next, byte != UInt8(ascii: "\n") { advance() }
    }

    /// Spaces, line ends and comments.
    mutating func skipBlank() {
        while let byte = next {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): advance()
            case UInt8(ascii: "#"): skipLine()
            default: return
            }
        }
    }

    /// Numbers, dates and the like: up to what may follow a value.
    mutating func skipBareValue() {
        while let byte = next, !Self.endsValue.contains(byte) { advance() }
    }

    /// `a`, `a.b`, `"a b".'c'`; empty when no key stands here.
    mutating func dottedKey() -> [String] {
        var keys: [String] = []
        repeat {
            skipSpaces()
            guard let key = key() else { return keys }
            keys.append(key)
        } while skip(UInt8(ascii: "."))
        return keys
    }

    private mutating func key() -> String? {
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") { return string() }
        let start = position
        while let byte = next, !Self.endsKey.contains(byte) { advance() }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    /// Any of the four kinds of strings, without looking into escapes.
    mutating func string() -> String {
        guard let quote = next else { return "" }
        let isLong = bytes[position...].prefix(3).elementsEqual([quote, quote, quote])
        let mark = isLong ? 3 : 1
        for _ in 0..<mark { advance() }
        let start = position
        while let byte = next {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                advance()
            } else if byte == quote, !isLong || bytes[position...].prefix(3).allSatisfy({ $0 == quote }) {
                break
            }
            advance()
        }
        let end = min(position, bytes.count)
        for _ in 0..<mark { advance() }
        // Up to two quotes may stand right before the closing three.
        while isLong, next == quote { advance() }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static let endsValue: Set<UInt8> = Set(",]}#\r\n".utf8)
    private static let endsKey: Set<UInt8> = Set(" \t=.]}[{,#\r\n\"'".utf8)
}
