/// The members of an object, by name.
struct MemberContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let text: JSONText
    let object: Int

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        var keys: [Key] = []
        var position = object + 1
        while position < Int(text.tape[object].next) {
            if let key = text.text(position).flatMap(Key.init(stringValue:)) { keys.append(key) }
            position = Int(text.tape[position + 1].next)
        }
        return keys
    }

    func contains(_ key: Key) -> Bool { text.member(key.stringValue, of: object) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key).kind == .null }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try member(key).scalarText ?? wrongType(key)
    }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).boolean ?? wrongType(key) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try member(key).floatingPoint ?? wrongType(key)
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try decode(Double.self, forKey: key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try whole(key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try whole(key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try whole(key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try whole(key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try whole(key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try whole(key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try whole(key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try whole(key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try whole(key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try whole(key) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try member(key).value(type, key.stringValue)
    }

    // The defaults of these look a member up three times.

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let value = optional(key), value.kind != .null else { return nil }
        return try value.scalarText ?? wrongType(key)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        guard let value = optional(key), !value.isBlank else { return nil }
        return try value.boolean ?? wrongType(key)
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        guard let value = optional(key), !value.isBlank else { return nil }
        return try value.whole(type, key.stringValue)
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        guard let value = optional(key), !value.isBlank else { return nil }
        return try value.whole(type, key.stringValue)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let value = optional(key), value.kind != .null else { return nil }
        return try value.value(type, key.stringValue)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { ValueDecoder(text: text, index: object) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }

    private func optional(_ key: Key) -> ValueDecoder? {
        text.member(key.stringValue, of: object).map { ValueDecoder(text: text, index: $0) }
    }

    private func member(_ key: Key) throws -> ValueDecoder {
        guard let value = optional(key) else { throw PayloadError.missing(field: key.stringValue) }
        return value
    }

    private func whole<Number: FixedWidthInteger>(_ key: Key) throws -> Number {
        try member(key).whole(Number.self, key.stringValue)
    }

    private func wrongType<Value>(_ key: Key) throws -> Value {
        throw PayloadError.wrongType(field: key.stringValue)
    }
}
