/// Where each key and table stands in the text.
///
/// TOMLKit keeps no places of values, so this goes through a text that is known to be valid and notes the keys. It
/// understands just enough of TOML to tell keys from what stands in strings, comments and lists.
struct SourceMap: Sendable {
    struct Place: Hashable, Sendable {
        var line: Int
        var column: Int
    }

    /// How many bytes stand before each.
    private var offsets: [TOMLPath: Int] = [:]
    /// How often `[[name]]` came so far.
    private var counts: [TOMLPath: Int] = [:]
    private var scanner: Scanner

    init(_ text: String) {
        scanner = Scanner(text)
        var table: TOMLPath = []
        while !scanner.isAtEnd {
            scanner.skipBlank()
            if scanner.isAtEnd { break }
            if scanner.next == UInt8(ascii: "[") { table = header() } else { assignment(in: table) }
        }
    }

    /// The place of the value, or of the nearest table around it.
    func place(of path: TOMLPath) -> Place? {
        var path = path
        while !path.isEmpty {
            if let offset = offsets[path] { return scanner.place(of: offset) }
            path.removeLast()
        }
        return nil
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header() -> TOMLPath {
        let start = scanner.position
        scanner.advance()
        let isList = scanner.next == UInt8(ascii: "[")
        if isList { scanner.advance() }
        let keys = scanner.dottedKey()
        scanner.skipLine()
        var path = resolved(keys.dropLast())
        guard let last = keys.last else { return path }
        path.append(.key(last))
        if isList {
            let index = counts[path, default: 0]
            counts[path] = index + 1
            note(path, start)
            path.append(.index(index))
        } else if let count = counts[path] {
            path.append(.index(count - 1))
        }
        note(path, start)
        return path
    }

    /// `a.b = value`; a single strange byte is stepped over, so that this always ends.
    private mutating func assignment(in table: TOMLPath) {
        let start = scanner.position
        let keys = scanner.dottedKey()
        guard !keys.isEmpty, scanner.skip(UInt8(ascii: "=")) else { return scanner.advance() }
        var path = table
        for key in keys {
            path.append(.key(key))
            note(path, start)
        }
        value(at: path, depth: 0)
    }

    private mutating func value(at path: TOMLPath, depth: Int) {
        scanner.skipBlank()
        switch scanner.next {
        case UInt8(ascii: "["): list(at: path, depth: depth)
        case UInt8(ascii: "{"): inlineTable(at: path, depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = scanner.string()
        default: scanner.skipBareValue()
        }
    }

    private mutating func list(at path: TOMLPath, depth: Int) {
        scanner.advance()
        var index = 0
        while true {
            scanner.skipBlank()
            guard !scanner.isAtEnd, !scanner.skip(UInt8(ascii: "]")), depth < 64 else { return }
            note(path + [.index(index)], scanner.position)
            value(at: path + [.index(index)], depth: depth + 1)
            index += 1
            scanner.skipBlank()
            if !scanner.skip(UInt8(ascii: ",")), scanner.next != UInt8(ascii: "]") { return }
        }
    }

    private mutating func inlineTable(at path: TOMLPath, depth: Int) {
        scanner.advance()
        while true {
            scanner.skipBlank()
            guard !scanner.isAtEnd, !scanner.skip(UInt8(ascii: "}")), depth < 64 else { return }
            let start = scanner.position
            let keys = scanner.dottedKey()
            guard !keys.isEmpty, scanner.skip(UInt8(ascii: "=")) else { return }
            let inner = path + keys.map(TOMLStep.key)
            note(inner, start)
            value(at: inner, depth: depth + 1)
            scanner.skipBlank()
            if !scanner.skip(UInt8(ascii: ",")), scanner.next != UInt8(ascii: "}") { return }
        }
    }

    /// The path of a header's parents, where a list of tables stands for its last element so far.
    private func resolved(_ keys: ArraySlice<String>) -> TOMLPath {
        keys.reduce(into: []) { path, key in
            path.append(.key(key))
            if let count = counts[path] { path.append(.index(count - 1)) }
        }
    }

    private mutating func note(_ path: TOMLPath, _ offset: Int) {
        if offsets[path] == nil { offsets[path] = offset }
    }
}
