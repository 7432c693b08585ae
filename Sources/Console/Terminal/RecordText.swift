package import Charging
package import Gateway

/// What was looked up in the record, on a terminal.
package enum RecordText {
    package static func variables(_ variables: [VariableReport], now: Timestamp, for terminal: Terminal) -> [String] {
        var table = Table("VARIABLE", "VALUE", "UNIT", "OF", "CHANGED BY", "TOLD")
        for variable in variables {
            let isHidden = variable.value == nil
            table.add(
                "\(variable.name)", isHidden ? Table.Cell("not shown", .off) : "\(variable.value ?? "")",
                "\(variable.unit ?? "")", "\(variable.attribute == "Actual" ? "" : variable.attribute)",
                variable.mutability == "ReadOnly" ? "the station only" : "anybody",
                "\(variable.at.local(now: now))")
        }
        return table.lines(for: terminal)
    }

    package static func corrections(
        _ corrections: [CorrectionReport], now: Timestamp, for terminal: Terminal
    ) -> [String] {
        var table = Table("TOLD", "STATION", .number("SESSION"), "WHAT")
        for correction in corrections {
            table.add(
                "\(correction.at.local(now: now))", "\(correction.station)", "\(correction.transaction)",
                "\(words(correction, now))")
        }
        return table.lines(for: terminal)
    }

    /// How to see what is older than a full page.
    package static func older(_ seq: Int64?) -> [String] { seq.map { ["", "Older ones: --before \($0)"] } ?? [] }

    private static func words(_ correction: CorrectionReport, _ now: Timestamp) -> String {
        let what =
            switch correction.told {
            case .start: "began"
            case .values: "had meter values up to"
            case .end: "ended"
            }
        let register = correction.register.map { ", register \(Energy(wattHours: $0.rounded).words)" } ?? ""
        return "It \(what) \(correction.moment?.local(now: now) ?? "at a time not told")\(register)"
    }
}
