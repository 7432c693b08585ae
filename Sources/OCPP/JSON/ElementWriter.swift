/// Writes the elements of a list.
struct ElementWriter: UnkeyedEncodingContainer {
    let sheet: JSONSheet
    let depth: Int
    var count = 0

    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { element().append("null") }
    mutating func encode(_ value: Bool) { element().append(value ? "true" : "false") }
    mutating func encode(_ value: String) { element().append(quoted: value) }
    mutating func encode(_ value: Double) throws { try element().append(value) }
    mutating func encode(_ value: Float) throws { try element().append(Double(value)) }
    mutating func encode(_ value: some FixedWidthInteger & Encodable) { element().append(String(value)) }
    mutating func encode(_ value: some Encodable) throws { try MessageWriter(element()).put(value) }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        MessageWriter(element()).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        MessageWriter(element()).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { MessageWriter(element()) }

    private mutating func element() -> JSONSheet {
        sheet.beginElement(at: depth)
        count += 1
        return sheet
    }
}
