/// One extension with its parameters, as a `Sec-WebSocket-Extensions` header lists them. RFC 6455, section 9.1.
struct ExtensionHeader: Equatable {
    /// More offers than this are read by nobody.
    static let maxCount = 16

    var name: String
    var parameters: [(name: String, value: String?)]

    static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.parameters.elementsEqual(right.parameters) { $0 == $1 }
    }

    /// Reads the lines of the header; what cannot be read is left out, because an offer may be declined.
    static func parse(_ lines: [String]) -> [ExtensionHeader] {
        lines.flatMap { $0.split(separator: ",") }.prefix(maxCount).compactMap { Self($0) }
    }

    private init?(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmed }
        guard let name = parts.first, !name.isEmpty else { return nil }
        self.name = name.lowercased()
        parameters = []
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.trimmed }
            guard let name = pair.first, !name.isEmpty else { return nil }
            var value = pair.count == 2 ? pair[1] : nil
            if let quoted = value, quoted.count >= 2, quoted.hasPrefix("\""), quoted.hasSuffix("\"") {
                value = quoted.dropFirst().dropLast()
            }
            parameters.append((name.lowercased(), value.map(String.init)))
        }
    }
}

extension Substring {
    /// Without the blanks around it.
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
