/// One element of an SML file, and where it stands in it.
struct SMLNode {
    enum Value {
        /// An optional element that is not there.
        case absent
        case octets(ArraySlice<UInt8>)
        case boolean(Bool)
        /// `nil` where it leaves 64 bits with a sign.
        case signed(Int64?)
        case unsigned(Int64?)
        case list([SMLNode])
        /// Ends a message.
        case end
    }

    var value: Value
    var range: Range<Int>

    var list: [SMLNode]? { if case .list(let nodes) = value { nodes } else { nil } }
    var octets: ArraySlice<UInt8>? { if case .octets(let bytes) = value { bytes } else { nil } }

    /// A number of either kind.
    var integer: Int64? {
        switch value {
        case .signed(let number), .unsigned(let number): number
        default: nil
        }
    }

    /// Four bytes without a sign.
    var seconds: UInt32? {
        if case .unsigned(let number?) = value { UInt32(exactly: number) } else { nil }
    }
}

/// Reads elements of SML one after the other. What a file claims about lengths and counts is checked against its bytes
/// before anything is made of it.
struct SMLParser {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    /// The deepest that a meter's values stand is seven.
    private static let maximumDepth = 10

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }
    var next: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func skipByte() { if !isAtEnd { position += 1 } }

    mutating func node(depth: Int = 0) throws(TelegramDamage) -> SMLNode {
        let start = position
        let (type, length) = try heading()
        let value: SMLNode.Value
        if type == 7 {
            // Every element takes a byte at least, so the count cannot exceed what is left.
            guard depth < Self.maximumDepth, length <= bytes.endIndex - position else {
                throw .malformed("a list in it is deeper or longer than it can be")
            }
            var nodes: [SMLNode] = []
            for _ in 0..<length { nodes.append(try node(depth: depth + 1)) }
            value = .list(nodes)
        } else if type == 0, length == 0 {
            value = .end
        } else {
            // The length counts the bytes that say it.
            let end = start + length
            guard end >= position, end <= bytes.endIndex else { throw .malformed("an element is longer than the file") }
            value = try Self.scalar(type, bytes[position..<end])
            position = end
        }
        return SMLNode(value: value, range: start..<position)
    }

    /// Type, and length or count: four bits in the first byte, and four in each that follows.
    private mutating func heading() throws(TelegramDamage) -> (type: UInt8, length: Int) {
        guard var byte = next else { throw .malformed("it ends in the middle of a message") }
        position += 1
        let type = byte >> 4 & 7
        var length = Int(byte & 0xF)
        var continuations = 0
        while byte & 0x80 != 0 {
            guard let following = next, continuations < 3 else { throw .malformed("an element's length has no end") }
            byte = following
            position += 1
            continuations += 1
            length = length << 4 | Int(byte & 0xF)
        }
        return (type, length)
    }

    private static func scalar(_ type: UInt8, _ content: ArraySlice<UInt8>) throws(TelegramDamage) -> SMLNode.Value {
        switch (type, content.count) {
        case (0, 0): return .absent
        case (0, _): return .octets(content)
        case (4, 1): return .boolean(content.first != 0)
        case (5, 1...8): return .signed(signed(content))
        case (6, 1...8):
            let bits = content.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return .unsigned(Int64(exactly: bits))
        default: throw .malformed("an element has a type that does not exist, or a length that does not fit it")
        }
    }

    /// Meters send numbers in as few bytes as they need; the first bit is the sign at any width.
    private static func signed(_ content: ArraySlice<UInt8>) -> Int64 {
        let filler: UInt64 = (content.first ?? 0) & 0x80 == 0 ? 0 : .max
        return Int64(bitPattern: content.reduce(filler) { $0 << 8 | UInt64($1) })
    }
}
