import Charging
import Gateway

/// The meters in the status.
struct MetersText {
    let status: StatusReport
    let terminal: Terminal

    var lines: [String] {
        var table = Table("METER", "STATE", .number("REGISTER"), .number("POWER"), "READ", "NUMBER", "BUS")
        for meter in status.meters {
            table.add(
                "\(meter.id)", state(of: meter),
                "\(meter.wattHours.map { Energy(wattHours: $0.rounded).words } ?? "")",
                "\(meter.watts.map { power(watts: $0.rounded) } ?? "")",
                "\(meter.lastReading.map { "\((status.now - $0).words) ago" } ?? "never")",
                "\(meter.serialNumber ?? "")", "\(meter.bus)")
        }
        return table.lines(for: terminal)
    }

    /// Registers that do not count on from their first reading.
    var segments: [String] {
        var table = Table("METER", "REGISTER", .number("SEGMENT"), "SINCE", "BECAUSE")
        for meter in status.meters {
            for segment in meter.segments ?? [] where segment.began != .first {
                table.add(
                    "\(meter.id)", "\(segment.register)", "\(segment.number)",
                    "\(segment.at.local(now: status.now))", Table.Cell(segment.began.words, .waiting))
            }
        }
        return table.lines(for: terminal)
    }

    private func state(of meter: StatusReport.Meter) -> Table.Cell {
        if meter.silent {
            let reason = meter.silence.map { ": \($0.reason.words)" } ?? ""
            return Table.Cell("Silent\(reason)", .waiting)
        }
        let isDoubted = meter.verdicts?.contains { $0.judgement == .suspect } ?? false
        return isDoubted ? Table.Cell("Answers, not believed", .waiting) : Table.Cell("Answers", .free)
    }
}
