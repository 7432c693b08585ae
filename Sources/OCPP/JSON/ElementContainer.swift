/// The elements of a list; a single value is a list of one, and `null` counts for nothing.
struct ElementContainer: UnkeyedDecodingContainer {
    private let text: JSONText
    private var position: Int
    private let end: Int
    private(set) var currentIndex = 0

    init(_ value: ValueDecoder) {
        text = value.text
        position = value.kind == .array ? value.index + 1 : value.index
        end = Int(value.text.tape[value.index].next)
        skipNulls()
    }

    var codingPath: [any CodingKey] { [] }
    var isAtEnd: Bool { position >= end }

    var count: Int? {
        var copy = self
        while !copy.isAtEnd { _ = try? copy.element() }
        return copy.currentIndex
    }

    // Nulls were skipped on the way here.
    mutating func decodeNil() throws -> Bool { false }

    mutating func decode(_ type: String.Type) throws -> String { try element().decode(type) }
    mutating func decode(_ type: Bool.Type) throws -> Bool { try element().decode(type) }
    mutating func decode(_ type: Double.Type) throws -> Double { try element().decode(type) }
    mutating func decode(_ type: Float.Type) throws -> Float { try element().decode(type) }
    mutating func decode(_ type: Int.Type) throws -> Int { try element().decode(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try element().decode(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try element().decode(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try element().decode(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try element().decode(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try element().decode(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try element().decode(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try element().decode(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try element().decode(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try element().decode(type) }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: element()) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try element().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try element().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try element() }

    private mutating func element() throws -> ValueDecoder {
        guard !isAtEnd else { throw PayloadError.missing(field: "An element") }
        defer {
            position = Int(text.tape[position].next)
            currentIndex += 1
            skipNulls()
        }
        return ValueDecoder(text: text, index: position)
    }

    private mutating func skipNulls() {
        while position < end, text.tape[position].kind == .null { position += 1 }
    }
}
