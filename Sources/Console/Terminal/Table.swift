/// Rows in columns, as wide as they need to be and no wider than the terminal.
struct Table {
    struct Cell: ExpressibleByStringInterpolation {
        var text: String
        var tone: Tone?

        init(_ text: String, _ tone: Tone? = nil) {
            self.text = text
            self.tone = tone
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    struct Column: ExpressibleByStringLiteral {
        var head: String
        /// Numbers are read from their end.
        var isNumber = false

        init(stringLiteral value: String) { head = value }

        static func number(_ head: String) -> Column {
            var column: Column = ""
            column.head = head
            column.isNumber = true
            return column
        }
    }

    private let columns: [Column]
    private var rows: [[Cell]] = []

    /// Columns are not made narrower than this.
    private static let narrowest = 8
    private static let gap = "  "

    init(_ columns: Column...) { self.columns = columns }

    mutating func add(_ cells: Cell...) {
        precondition(cells.count == columns.count)
        rows.append(cells)
    }

    /// The lines, with a head; none where there are no rows. A column without anything in it is left out.
    func lines(for terminal: Terminal) -> [String] {
        let rows = rows.map { $0.map { Cell(terminal.clean($0.text), $0.tone) } }
        let shown = columns.indices.filter { column in rows.contains { !$0[column].text.isEmpty } }
        guard !rows.isEmpty else { return [] }
        let widths = fit(
            shown.map { column in max(columns[column].head.count, rows.map { $0[column].text.count }.max() ?? 0) },
            into: terminal.width)
        func line(_ cells: [Cell]) -> String {
            let padded = zip(shown, widths).map { column, width in
                let text = terminal.cut(cells[column].text, to: width)
                let space = String(repeating: " ", count: width - text.count)
                let tinted = terminal.tinted(text, cells[column].tone)
                return columns[column].isNumber ? space + tinted : tinted + space
            }
            let line = padded.joined(separator: Self.gap)
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return [line(columns.map { Cell($0.head, .off) })] + rows.map(line)
    }

    /// Takes from the widest columns what the line is too long by.
    private func fit(_ widths: [Int], into line: Int?) -> [Int] {
        guard let line else { return widths }
        var widths = widths
        while true {
            let excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - line
            guard excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
                widths[widest] > Self.narrowest
            else { return widths }
            let others = widths.indices.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
            widths[widest] = max(Self.narrowest, min(widths[widest] - 1, max(widths[widest] - excess, others)))
        }
    }
}
