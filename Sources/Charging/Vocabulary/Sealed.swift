/// Keeps tags unreadable where facts are stored. Who stores them names one as the user info of his coder; without one
/// they are stored as they are.
package protocol TagCipher: Sendable {
    /// The same tag always gives the same seal.
    func seal(_ tag: String) -> String
    /// `nil` where the text is a seal that this cipher cannot open. What is no seal is given back as it is.
    func open(_ text: String) -> String?
}

extension CodingUserInfoKey {
    package static let tagCipher = CodingUserInfoKey(rawValue: "tagCipher")!
}

/// A tag as a station or a person told it, sealed in whatever stores it.
@propertyWrapper
package struct Sealed: Hashable, Sendable {
    package var wrappedValue: String?

    package init(wrappedValue: String?) { self.wrappedValue = wrappedValue }
}

extension Sealed: Codable {
    package init(from decoder: any Decoder) throws { wrappedValue = try SealedText(from: decoder).text }

    package func encode(to encoder: any Encoder) throws {
        if let wrappedValue { try SealedText(wrappedValue).encode(to: encoder) }
    }
}

// A tag nobody told is left out, as any other optional field is.

extension KeyedDecodingContainer {
    package func decode(_ type: Sealed.Type, forKey key: Key) throws -> Sealed {
        Sealed(wrappedValue: try decodeIfPresent(SealedText.self, forKey: key)?.text)
    }
}

extension KeyedEncodingContainer {
    package mutating func encode(_ value: Sealed, forKey key: Key) throws {
        try encodeIfPresent(value.wrappedValue.map { SealedText($0) }, forKey: key)
    }
}

/// The text of a tag on its way to or from where it is stored.
struct SealedText: Codable {
    let text: String

    init(_ text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode(String.self)
        guard let cipher = decoder.userInfo[.tagCipher] as? any TagCipher else {
            text = stored
            return
        }
        guard let opened = cipher.open(stored) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "the tag is sealed with another key"))
        }
        text = opened
    }

    func encode(to encoder: any Encoder) throws {
        let cipher = encoder.userInfo[.tagCipher] as? any TagCipher
        var container = encoder.singleValueContainer()
        try container.encode(cipher?.seal(text) ?? text)
    }
}
