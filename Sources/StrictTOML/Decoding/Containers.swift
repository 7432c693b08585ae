/// A table of the file.
struct TableContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let nodes: [String: TOMLNode]
    let path: TOMLPath
    let findings: Findings

    var codingPath: [any CodingKey] { path.codingPath }
    var allKeys: [Key] { nodes.keys.sorted().compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool {
        findings.asked(path, for: key.stringValue)
        return nodes[key.stringValue] != nil
    }

    /// TOML has no null: a key that is there has a value.
    func decodeNil(forKey key: Key) throws -> Bool { !contains(key) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        if let decoder = decoder(for: key) { return try decoder.value(type) }
        findings.missing(path, key: key.stringValue)
        guard let scalar = type as? any Scalar.Type else { throw Noted() }
        return scalar.placeholder as! T
    }

    /// A value that is there but wrong is noted, and the rest of the table still looked at.
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let decoder = decoder(for: key) else { return nil }
        return try? decoder.value(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try required(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try required(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { NodeDecoder(node: .table(nodes), path: path, findings: findings) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try required(key) }

    private func required(_ key: Key) throws -> NodeDecoder {
        if let decoder = decoder(for: key) { return decoder }
        findings.missing(path, key: key.stringValue)
        throw Noted()
    }

    private func decoder(for key: Key) -> NodeDecoder? {
        findings.asked(path, for: key.stringValue)
        return nodes[key.stringValue].map {
            NodeDecoder(node: $0, path: path + [.key(key.stringValue)], findings: findings)
        }
    }
}

/// A list of the file, `[1, 2]` or the tables of `[[name]]`.
struct ListContainer: UnkeyedDecodingContainer {
    let nodes: [TOMLNode]
    let path: TOMLPath
    let findings: Findings
    private(set) var currentIndex = 0

    init(nodes: [TOMLNode], path: TOMLPath, findings: Findings) {
        self.nodes = nodes
        self.path = path
        self.findings = findings
    }

    var codingPath: [any CodingKey] { path.codingPath }
    var count: Int? { nodes.count }
    var isAtEnd: Bool { currentIndex >= nodes.count }

    mutating func decodeNil() throws -> Bool { false }

    /// After an element that is wrong the others are still looked at, so that their problems are found, too.
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        do {
            return try advance().value(type)
        } catch {
            while !isAtEnd { _ = try? advance().value(type) }
            throw error
        }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try advance().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try advance().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try advance() }

    private mutating func advance() throws -> NodeDecoder {
        guard !isAtEnd else { throw Noted() }
        defer { currentIndex += 1 }
        return NodeDecoder(node: nodes[currentIndex], path: path + [.index(currentIndex)], findings: findings)
    }
}
