/// What a driver shows to be known by, in the one spelling that compares: trimmed, and without upper and lower case.
///
/// Readers add spaces and disagree about case, and OCPP compares without it. What a station said stays verbatim where
/// it was said; this is for looking up.
package struct Tag: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// As OCPP 2.0.1 has it. OCPP 1.6 allows 20 characters.
    package static let longest = 36

    package let text: String

    /// `nil` when the text names nobody: it is empty, longer than a tag can be, not printable, or the type
    /// `NoAuthorization` where the tag should be.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 4 * Self.longest else { return nil }
        let scalars = text.unicodeScalars
        let isEdge = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace || scalar.value == 0 }
        guard let first = scalars.firstIndex(where: { !isEdge($0) }),
            let last = scalars.lastIndex(where: { !isEdge($0) })
        else { return nil }
        let upper = text[first...last].uppercased()
        guard upper.count <= Self.longest, upper != "NOAUTHORIZATION",
            !upper.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        self.text = upper
    }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package var description: String { text }

    /// For logs and pages: enough to tell the owner's tags apart, too little to make a card from.
    package var masked: String { text.count > 6 ? "…" + text.suffix(4) : "…" }
}

extension Tag: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try SealedText(from: decoder).text
        guard let tag = Tag(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is no tag"))
        }
        self = tag
    }

    package func encode(to encoder: any Encoder) throws {
        try SealedText(text).encode(to: encoder)
    }
}

/// Who shows a tag: the tag, and the group that may act for each other.
package struct TagHolder: Hashable, Codable, Sendable {
    package var tag: Tag
    package var group: Tag?

    package init(tag: Tag, group: Tag? = nil) {
        self.tag = tag
        self.group = group
    }

    /// The same tag, or one of the same group.
    package func mayActFor(_ other: TagHolder) -> Bool {
        tag == other.tag || (group != nil && group == other.group)
    }

    /// Who started may stop, so may the group, and whoever belongs to the master group may stop anything.
    package func mayStop(startedBy other: TagHolder, masterGroup: Tag? = nil) -> Bool {
        mayActFor(other) || (masterGroup != nil && group == masterGroup)
    }
}
