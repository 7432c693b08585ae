package import Charging
package import Gateway

/// The clouds on a terminal.
package struct UplinksText: Sendable {
    private let status: StatusReport
    private let terminal: Terminal

    package init(_ status: StatusReport, for terminal: Terminal) {
        self.status = status
        self.terminal = terminal
    }

    package var lines: [String] {
        var table = Table("UPLINK", "STATE", .number("WAITING"), "OLDEST", .number("PARKED"), "DELIVERED", "PROBLEM")
        for uplink in status.uplinks {
            table.add(
                "\(uplink.name)", Table.Cell(uplink.state.words, uplink.state.tone),
                "\(uplink.waiting)", "\(uplink.oldest.map { "for \((status.now - $0).words)" } ?? "")",
                uplink.parked == 0 ? "0" : Table.Cell("\(uplink.parked)", .waiting),
                "\(uplink.lastSuccess.map { "\((status.now - $0).words) ago" } ?? "never")", "\(uplink.problem ?? "")")
        }
        return table.lines(for: terminal)
    }

    /// The refused records of one uplink.
    package static func parked(_ parked: [ParkedReport], now: Timestamp, for terminal: Terminal) -> [String] {
        var table = Table(.number("RECORD"), "ABOUT", "PLUGGED IN", .number("ENERGY"), "PARKED", "REASON")
        for item in parked {
            table.add(
                "\(item.seq)", "\(item.subject)", "\(item.session?.pluggedIn.local(now: now) ?? "")",
                "\(item.session?.wattHours.map { Energy(wattHours: $0).words } ?? "")", "\(item.since.local(now: now))",
                "\(item.reason)")
        }
        return table.lines(for: terminal)
    }
}
