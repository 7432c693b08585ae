/// What the terminal at the other end can show: a screen, a pipe into another program, a serial line.
package struct Terminal: Hashable, Sendable {
    /// Characters in a line; `nil` where lines may be as long as they like.
    package var width: Int?
    /// It shows more than ASCII.
    package var unicode: Bool
    package var colour: Bool

    package init(width: Int?, unicode: Bool, colour: Bool) {
        self.width = width
        self.unicode = unicode
        self.colour = colour
    }

    /// A file or a pipe.
    package static let plain = Terminal(width: nil, unicode: false, colour: false)

    /// The text without what could move the cursor or ring the bell: stations choose their own words.
    package func clean(_ text: String) -> String {
        String(text.map { $0.unicodeScalars.allSatisfy(\.isShown) && (unicode || $0.isASCII) ? $0 : "?" })
    }

    /// The text in at most so many characters.
    func cut(_ text: String, to count: Int) -> String {
        guard text.count > count else { return text }
        let mark = unicode ? "…" : "..."
        return String(text.prefix(max(0, count - mark.count)) + mark.prefix(count))
    }

    /// The text in the colour of its tone, which its words must not depend on.
    package func tinted(_ text: String, _ tone: Tone?) -> String {
        guard colour, let tone else { return text }
        let code =
            switch tone {
            case .free: "32"
            case .busy: "36"
            case .waiting: "33"
            case .faulty: "31;1"
            case .off: "2"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    func strong(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Breaks a sentence into lines that begin with the indent.
    func wrapped(_ text: String, indent: String) -> [String] {
        guard let width, width > indent.count + 20 else { return [indent + text] }
        var lines: [String] = []
        var line = indent
        for word in text.split(separator: " ") {
            if line.count > indent.count, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent
            }
            line += (line.count > indent.count ? " " : "") + word
        }
        return lines + [line]
    }
}

extension Unicode.Scalar {
    fileprivate var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
