/// Decodes one value of the file.
struct NodeDecoder: Decoder {
    let node: TOMLNode
    let path: TOMLPath
    let findings: Findings

    var codingPath: [any CodingKey] { path.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .table(let nodes) = node else { throw mismatch("a table", hint: bracketHint) }
        findings.opened(path, unknown: Set(nodes.keys.filter { Key(stringValue: $0) == nil }))
        return KeyedDecodingContainer(TableContainer(nodes: nodes, path: path, findings: findings))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let nodes) = node else { throw mismatch("a list", hint: bracketHint) }
        return ListContainer(nodes: nodes, path: path, findings: findings)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    /// Any value: directly where the file has a word for it, else through the type's own decoding.
    func value<T: Decodable>(_ type: T.Type) throws -> T {
        if let scalar = type as? any Scalar.Type { return read(scalar) as! T }
        do {
            return try T(from: self)
        } catch let error as DecodingError {
            note(error, of: type)
        } catch let error where !(error is Noted) {
            findings.note(path, "\(path.valueName): \(error)")
        }
        throw Noted()
    }

    private func read<T: Scalar>(_ type: T.Type) -> T {
        if let value = T(node) { return value }
        _ = mismatch(T.wanted, hint: quoteHint(type))
        return T.placeholder
    }

    private func mismatch(_ wanted: String, hint: String?) -> Noted {
        findings.note(path, "\(path.valueName) must be \(wanted), not \(node.words)", hint: hint)
        return Noted()
    }

    /// `[station]` where `[[station]]` is meant, and the other way round.
    private var bracketHint: String? {
        let name = path.keys.joined(separator: ".")
        return switch node {
        case .table: "Write [[\(name)]] with two brackets; there may be several."
        case .list(let nodes) where !nodes.isEmpty: "Write [\(name)] with one bracket; there is only one."
        default: nil
        }
    }

    private func quoteHint(_ type: any Scalar.Type) -> String? {
        switch (node, path.last) {
        case (.integer(let number), .key(let key)) where type == String.self: "Write \(key) = \"\(number)\"."
        case (.float(let number), .key(let key)) where type == String.self: "Write \(key) = \"\(number)\"."
        case (.text(let text), .key(let key)) where Int64(text) != nil && type != Bool.self: "Write \(key) = \(text)."
        default: nil
        }
    }

    /// A type's own decoding refused the value; only an enumeration's choices are put in better words.
    private func note(_ error: DecodingError, of type: Any.Type) {
        if case .text(let text) = node, let choices = Self.choices(of: type) {
            let quoted = Suggestion.either(choices.map { "\"\($0)\"" })
            let nearest = Suggestion.nearest(to: text, among: choices)
            findings.note(
                path, "\(path.valueName) must be \(quoted), not \"\(text.prefix(60))\"",
                hint: nearest.map { "Did you mean \"\($0)\"?" })
            return
        }
        let context: DecodingError.Context? =
            switch error {
            case .dataCorrupted(let context), .keyNotFound(_, let context): context
            case .typeMismatch(_, let context), .valueNotFound(_, let context): context
            @unknown default: nil
            }
        let place = context.map { TOMLPath($0.codingPath) } ?? path
        findings.note(place, "\(place.valueName): \(context?.debugDescription ?? "\(error)")")
    }

    private static func choices(of type: Any.Type) -> [String]? {
        guard let choices = type as? any CaseIterable.Type else { return nil }
        return rawValues(choices)
    }

    private static func rawValues<T: CaseIterable>(_ type: T.Type) -> [String]? {
        let values = T.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        return values.isEmpty ? nil : values
    }
}

extension NodeDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { false }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try value(type) }
}
