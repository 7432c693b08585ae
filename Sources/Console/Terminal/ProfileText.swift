package import Gateway

/// What a profile gives, on a terminal.
package struct ProfileText: Sendable {
    private let report: ProfileReport
    private let terminal: Terminal

    package init(_ report: ProfileReport, for terminal: Terminal) {
        self.report = report
        self.terminal = terminal
    }

    package var lines: [String] {
        var table = Table("OBIS", "UNIT", .number("STEP"), "TYPE", "WHERE")
        for value in report.values {
            table.add(
                "\(value.obis)", "\(value.unit)", "\(value.step ?? "")", "\(value.type)", "\(value.place)")
        }
        let rows = table.lines(for: terminal)
        return ["\(report.vendor) \(report.model), a \(report.kind.rawValue)"] + rows + [cost] + report.remarks
            + report.warnings.map { "Note: \($0)" } + ["\(report.file) is fine."]
    }

    private var cost: String {
        let requests = report.requests == 1 ? "1 request" : "\(report.requests) requests"
        let tenths = Int((report.milliseconds * 10).rounded())
        return "A visit is \(requests) and \(report.bytes) bytes, "
            + "\(tenths / 10).\(tenths % 10) ms at \(report.baud) baud and what the device takes to think."
    }
}
