/// The lines of a telegram of text, once its beginning and its end are found.
struct TextFrame {
    /// Without their ends, the empty ones left out; a line that begins with a bracket is joined to the one before it,
    /// which is how DSMR 2 and 3 break a long line.
    private(set) var lines: [[UInt8]]

    init(_ bytes: some Collection<UInt8>) {
        lines = []
        for line in bytes.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
            if line.first == UInt8(ascii: "("), let last = lines.indices.last, lines[last].first != UInt8(ascii: "/") {
                lines[last] += line
            } else {
                lines.append(Array(line))
            }
        }
    }

    /// The first line, if it is one that says who speaks; it is none of the others any more.
    mutating func takeIdentification() -> Identification? {
        guard let first = lines.first, first.first == UInt8(ascii: "/") else { return nil }
        lines.removeFirst()
        return Identification(first)
    }

    /// Without the `!` that ends the data, and what a meter sends after it.
    var upToMark: TextFrame {
        var frame = self
        frame.lines = Array(lines.prefix { $0 != [UInt8(ascii: "!")] })
        return frame
    }

    /// The lines that hold values. A checksum lets unknown lines pass; without one, each must be what it should.
    func data(isVerified: Bool) throws(TelegramDamage) -> [DataLine] {
        var data: [DataLine] = []
        for line in lines {
            if let parsed = DataLine(line) {
                data.append(parsed)
            } else if !isVerified {
                throw .malformed("a line is no code with values in brackets, and no checksum vouches for it")
            }
        }
        return data
    }
}

extension UInt8 {
    /// The character without its parity bit.
    var sevenBits: UInt8 { self & 0x7F }
    /// Whether a line can begin behind it: it is a line end, or no character of a line at all.
    var endsLine: Bool { !(0x20...0x7E).contains(sevenBits) }
}
