/// A text to compare what a station says of itself with: case does not count, and `*` stands for anything.
struct StationPattern: Hashable, Sendable {
    /// Longer patterns, and more than this of a station's text, are not looked at.
    static let longest = 100

    private let pieces: [[Character]]

    init(_ text: String) {
        pieces = text.lowercased().split(separator: "*", omittingEmptySubsequences: false).map(Array.init)
    }

    func matches(_ text: String) -> Bool {
        var rest = Array(text.prefix(Self.longest).lowercased())[...]
        guard let first = pieces.first, let last = pieces.last, rest.starts(with: first) else { return false }
        if pieces.count == 1 { return rest.count == first.count }
        rest = rest.dropFirst(first.count)
        guard rest.count >= last.count, rest.suffix(last.count).elementsEqual(last) else { return false }
        rest = rest.dropLast(last.count)
        // Each piece at the first place where it fits: a later place would leave less for those that follow.
        for piece in pieces.dropFirst().dropLast() {
            guard let end = Self.end(of: piece, in: rest) else { return false }
            rest = rest[end...]
        }
        return true
    }

    private static func end(of piece: [Character], in text: ArraySlice<Character>) -> Int? {
        guard text.count >= piece.count else { return nil }
        return (text.startIndex...text.endIndex - piece.count).first { text[$0...].starts(with: piece) }
            .map { $0 + piece.count }
    }
}

/// Which stations a profile is for: `[match]` in its file.
struct StationMatch: Hashable, Decodable, Sendable {
    /// `chargePointVendor`, in 2.0.1 `vendorName`: one of these. An empty text stands for a station that leaves it
    /// empty.
    var vendors: [String]?
    /// `chargePointModel`, in 2.0.1 `model`: one of these.
    var models: [String]?

    enum CodingKeys: String, CodingKey {
        case vendors
        case models
    }

    func matches(vendor: String, model: String) -> Bool {
        Self.one(of: vendors, matches: vendor) && Self.one(of: models, matches: model)
    }

    private static func one(of patterns: [String]?, matches text: String) -> Bool {
        patterns.map { $0.contains { StationPattern($0).matches(text) } } ?? true
    }
}
