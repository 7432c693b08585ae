/// Writes the members of an object.
struct MemberWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sheet: JSONSheet
    let depth: Int

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { member(key).append("null") }
    func encode(_ value: Bool, forKey key: Key) { member(key).append(value ? "true" : "false") }
    func encode(_ value: String, forKey key: Key) { member(key).append(quoted: value) }
    func encode(_ value: Double, forKey key: Key) throws { try member(key).append(value) }
    func encode(_ value: Float, forKey key: Key) throws { try member(key).append(Double(value)) }
    func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) throws {
        if let number = value as? Int { try IntegerBounds.check(number, of: key.stringValue) }
        member(key).append(String(value))
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try put(value, key)
        if sheet.ends(with: .array) {
            throw PayloadError.outOfBounds(field: key.stringValue, rule: "have at least one element")
        }
    }

    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
        guard let value else { return }
        sheet.close(to: depth)
        let start = sheet.bytes.count
        try put(value, key)
        if sheet.ends(with: .array) || sheet.ends(with: .object) { sheet.cut(to: start) }
    }

    private func put(_ value: some Encodable, _ key: Key) throws {
        if let number = value as? Int { try IntegerBounds.check(number, of: key.stringValue) }
        do {
            try MessageWriter(member(key)).put(value)
        } catch let error as PayloadError {
            throw error.named(key.stringValue)
        }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        MessageWriter(member(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        MessageWriter(member(key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        sheet.beginMember("super", at: depth)
        return MessageWriter(sheet)
    }

    func superEncoder(forKey key: Key) -> any Encoder { MessageWriter(member(key)) }

    private func member(_ key: Key) -> JSONSheet {
        sheet.beginMember(key.stringValue, at: depth)
        return sheet
    }
}
