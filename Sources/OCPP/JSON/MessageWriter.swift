/// Writes a message as JSON, straight into one buffer and with the fields in the order they are declared.
///
/// It is strict where Foundation's encoder cannot be: numbers keep their digits, a list is never empty (an optional one
/// is left out, and so is an optional object that says nothing), and what is longer than the standard allows is refused
/// by the name of its field.
struct MessageWriter: Encoder {
    let sheet: JSONSheet
    let depth: Int

    /// `head`, the message and the bracket that closes the frame.
    static func write(_ message: some Encodable, after head: String, _ dialect: Dialect) throws -> String {
        let sheet = JSONSheet(dialect)
        sheet.append(head)
        let start = sheet.bytes.count
        try MessageWriter(sheet).put(message)
        if sheet.bytes.count == start { sheet.append("{}") }
        sheet.append("]")
        return String(decoding: sheet.bytes, as: UTF8.self)
    }

    init(_ sheet: JSONSheet) {
        self.sheet = sheet
        depth = sheet.depth
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(MemberWriter(sheet: sheet, depth: sheet.open(.object, at: depth)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        ElementWriter(sheet: sheet, depth: sheet.open(.array, at: depth))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func put(_ value: some Encodable) throws {
        try value.encode(to: self)
        sheet.close(to: depth)
    }
}

extension MessageWriter: SingleValueEncodingContainer {
    func encodeNil() { sheet.append("null") }
    func encode(_ value: Bool) { sheet.append(value ? "true" : "false") }
    func encode(_ value: String) { sheet.append(quoted: value) }
    func encode(_ value: Double) throws { try sheet.append(value) }
    func encode(_ value: Float) throws { try sheet.append(Double(value)) }
    func encode(_ value: some FixedWidthInteger & Encodable) { sheet.append(String(value)) }
    func encode(_ value: some Encodable) throws { try put(value) }
}

extension Encoder {
    /// The version a message is written for; the strictest one where somebody else's encoder writes it.
    package var dialect: Dialect { (self as? MessageWriter)?.sheet.dialect ?? .ocpp201 }
}
