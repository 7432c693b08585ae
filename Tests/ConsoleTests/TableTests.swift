import Testing

@testable import Console

struct TableTests {
    private func table() -> Table {
        var table = Table("STATION", .number("ENERGY"), "TAG", "REMARKS")
        table.add("CP1", "4.58 kWh", "", "box's clock not synchronised")
        table.add("a long name", "12.00 kWh", "", Table.Cell("fine", .free))
        return table
    }

    @Test func `columns are as wide as they need to be, and empty ones are left out`() {
        #expect(
            table().lines(for: .plain) == [
                "STATION         ENERGY  REMARKS",
                "CP1           4.58 kWh  box's clock not synchronised",
                "a long name  12.00 kWh  fine",
            ])
    }

    @Test func `a narrow terminal cuts the widest column first`() {
        let lines = table().lines(for: Terminal(width: 40, unicode: true, colour: false))
        #expect(lines[1] == "CP1           4.58 kWh  box's clock not…")
        #expect(lines.allSatisfy { $0.count <= 40 })
    }

    @Test func `without Unicode the cut is marked in ASCII`() {
        let lines = table().lines(for: Terminal(width: 40, unicode: false, colour: false))
        #expect(lines[1].hasSuffix("..."))
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    }

    @Test func `colour does not disturb the columns`() {
        let coloured = table().lines(for: Terminal(width: nil, unicode: true, colour: true))
        #expect(coloured[2] == "a long name  12.00 kWh  \u{1B}[32mfine\u{1B}[0m")
    }

    @Test func `what a station wrote cannot move the cursor`() {
        var table = Table("MODEL")
        table.add("evil\u{1B}[2Jbox\n")
        #expect(table.lines(for: Terminal(width: nil, unicode: true, colour: false))[1] == "evil?[2Jbox?")
    }

    @Test func `a table without rows is nothing`() {
        #expect(Table("STATION").lines(for: .plain) == [])
    }
}
