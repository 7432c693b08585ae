import Charging

/// Writes an Encodable value as JSON, straight into one buffer and with the keys in the order they are declared.
///
/// Foundation's encoder builds a tree of dictionaries first. That costs several times as much, in the one place every
/// message of every station passes through one by one; and it orders keys anew in each run, where the same fact should
/// be the same bytes whenever it is written.
struct JSONWriter: Encoder {
    static func write(_ value: some Encodable, cipher: (any TagCipher)? = nil) throws -> String {
        let sheet = Sheet(cipher: cipher)
        try JSONWriter(sheet).put(value)
        return String(decoding: sheet.text.bytes, as: UTF8.self)
    }

    private let sheet: Sheet
    private let depth: Int

    fileprivate init(_ sheet: Sheet) {
        self.sheet = sheet
        depth = sheet.text.depth
    }

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { sheet.cipher.map { [.tagCipher: $0] } ?? [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONObject(sheet: sheet, depth: sheet.text.open(.object, at: depth)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONArray(sheet: sheet, depth: sheet.text.open(.array, at: depth))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONWriter: SingleValueEncodingContainer {
    func encodeNil() { sheet.text.append("null") }
    func encode(_ value: Bool) { sheet.text.append(value ? "true" : "false") }
    func encode(_ value: String) { sheet.text.append(quoted: value) }
    func encode(_ value: Double) throws { try sheet.text.append(value) }
    func encode(_ value: Float) throws { try sheet.text.append(Double(value)) }
    func encode(_ value: some FixedWidthInteger & Encodable) { sheet.text.append(value) }
    func encode(_ value: some Encodable) throws { try put(value) }

    fileprivate func put(_ value: some Encodable) throws {
        try value.encode(to: self)
        sheet.text.close(to: depth)
    }
}

private struct JSONObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sheet: Sheet
    let depth: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { member(key).text.append("null") }
    func encode(_ value: Bool, forKey key: Key) { member(key).text.append(value ? "true" : "false") }
    func encode(_ value: String, forKey key: Key) { member(key).text.append(quoted: value) }
    func encode(_ value: Double, forKey key: Key) throws { try member(key).text.append(value) }
    func encode(_ value: Float, forKey key: Key) throws { try member(key).text.append(Double(value)) }
    func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) { member(key).text.append(value) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try JSONWriter(member(key)).put(value) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        JSONWriter(member(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONWriter(member(key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        sheet.text.beginMember("super", at: depth)
        return JSONWriter(sheet)
    }

    func superEncoder(forKey key: Key) -> any Encoder { JSONWriter(member(key)) }

    private func member(_ key: Key) -> Sheet {
        sheet.text.beginMember(key.stringValue, at: depth)
        return sheet
    }
}

private struct JSONArray: UnkeyedEncodingContainer {
    let sheet: Sheet
    let depth: Int
    var count = 0

    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { element().text.append("null") }
    mutating func encode(_ value: Bool) { element().text.append(value ? "true" : "false") }
    mutating func encode(_ value: String) { element().text.append(quoted: value) }
    mutating func encode(_ value: Double) throws { try element().text.append(value) }
    mutating func encode(_ value: Float) throws { try element().text.append(Double(value)) }
    mutating func encode(_ value: some FixedWidthInteger & Encodable) { element().text.append(value) }
    mutating func encode(_ value: some Encodable) throws { try JSONWriter(element()).put(value) }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        JSONWriter(element()).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { JSONWriter(element()).unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { JSONWriter(element()) }

    private mutating func element() -> Sheet {
        sheet.text.beginElement(at: depth)
        count += 1
        return sheet
    }
}

/// What all containers of one value write on.
private final class Sheet {
    var text = JSONText()
    /// Seals the tags that are written.
    let cipher: (any TagCipher)?

    init(cipher: (any TagCipher)?) { self.cipher = cipher }
}
