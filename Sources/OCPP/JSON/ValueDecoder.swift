/// Decodes messages from a tape, leniently where wallboxes are known to be careless, so that the messages themselves
/// can stay plain `Codable` structs:
///
/// - a number where a text belongs is taken with its digits as they are, and a text where a number belongs is read,
/// - an empty text is no number, so an optional one is absent,
/// - one value where a list belongs is a list of one, `null` is an empty list, and `null` inside a list is skipped,
/// - an empty list where an object belongs is an empty object.
struct ValueDecoder: Decoder {
    let text: JSONText
    let index: Int

    // Errors name the field themselves, so nobody has to keep the way to it.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    var kind: JSONText.Token.Kind { text.tape[index].kind }
    var isString: Bool { kind == .string || kind == .escapedString }
    var verbatim: String { text.verbatim(index) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let token = text.tape[index]
        guard token.kind == .object || (token.kind == .array && Int(token.next) == index + 1) else {
            throw PayloadError.noObject
        }
        return KeyedDecodingContainer(MemberContainer(text: text, object: index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { ElementContainer(self) }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

// What a value is worth as a scalar; `nil` where it is none of that type.
extension ValueDecoder {
    var scalarText: String? { text.text(index) }

    var integer: Int64? {
        let token = text.tape[index]
        return token.kind == .number || token.kind == .string ? WholeNumber.parse(text.raw(token)) : nil
    }

    var floatingPoint: Double? { scalarText.flatMap(Double.init) }

    var boolean: Bool? {
        switch scalarText?.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }

    /// There is nothing here that an optional number or flag could be read from.
    var isBlank: Bool {
        let token = text.tape[index]
        return token.kind == .null || (token.kind == .string && token.start == token.end)
    }

    func whole<Number: FixedWidthInteger>(_ type: Number.Type, _ field: String) throws -> Number {
        guard let integer, let number = Number(exactly: integer) else { throw PayloadError.wrongType(field: field) }
        return number
    }

    func value<Value: Decodable>(_ type: Value.Type, _ field: String) throws -> Value {
        do {
            return try Value(from: self)
        } catch PayloadError.noObject {
            throw PayloadError.wrongType(field: field)
        } catch PayloadError.wrongType(field: "") {
            throw PayloadError.wrongType(field: field)
        }
    }
}

extension ValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { kind == .null }

    func decode(_ type: String.Type) throws -> String { try scalarText ?? wrongType() }
    func decode(_ type: Bool.Type) throws -> Bool { try boolean ?? wrongType() }
    func decode(_ type: Double.Type) throws -> Double { try floatingPoint ?? wrongType() }
    func decode(_ type: Float.Type) throws -> Float { try floatingPoint.map(Float.init) ?? wrongType() }
    func decode(_ type: Int.Type) throws -> Int { try whole(type, "") }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole(type, "") }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole(type, "") }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole(type, "") }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole(type, "") }
    func decode(_ type: UInt.Type) throws -> UInt { try whole(type, "") }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type, "") }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type, "") }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type, "") }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type, "") }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    private func wrongType<Value>() throws -> Value { throw PayloadError.wrongType(field: "") }
}
