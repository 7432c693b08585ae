package import Charging
package import Gateway

/// The clouds on a terminal.
package struct UplinksText: Sendable {
    private let status: StatusReport
    private let showsAll: Bool
    private let explains: Bool
    private let terminal: Terminal

    /// - Parameters:
    ///   - showsAll: also those stations of a back office that are well.
    ///   - explains: below the table, what is wrong; the status says that elsewhere.
    package init(_ status: StatusReport, showsAll: Bool = false, explains: Bool = true, for terminal: Terminal) {
        self.status = status
        self.showsAll = showsAll
        self.explains = explains
        self.terminal = terminal
    }

    package var lines: [String] {
        var table = Table(
            "UPLINK", "STATE", .number("WAITING"), "OLDEST", .number("PARKED"), "DELIVERED")
        var problems: [String] = []
        func show(_ uplink: StatusReport.Uplink, as name: Table.Cell) {
            add(uplink, as: name, to: &table)
            if let problem = uplink.problem { problems.append(words(problem, of: uplink)) }
        }
        for group in status.uplinkGroups {
            if group.members.count == 1 {
                show(group.members[0], as: "\(group.members[0].name)")
                continue
            }
            add(group, to: &table)
            for lane in group.members where showsAll || !lane.isWell { show(lane, as: "  \(lane.name)") }
        }
        let lines = table.lines(for: terminal)
        return explains && !problems.isEmpty
            ? lines + [""] + problems.flatMap { terminal.wrapped(terminal.clean($0), indent: "  ") } : lines
    }

    private func words(_ problem: String, of uplink: StatusReport.Uplink) -> String {
        let next = uplink.nextAttempt.map {
            $0 > status.now ? " Next try in \(($0 - status.now).words)." : " Next try now."
        }
        return "\(uplink.name): \(problem)\(next ?? "")"
    }

    private func add(_ uplink: StatusReport.Uplink, as name: Table.Cell, to table: inout Table) {
        table.add(
            name, Table.Cell(uplink.state.words, uplink.state.tone), "\(uplink.waiting)", age(uplink.oldest),
            parked(uplink.parked), delivered(uplink.lastSuccess))
    }

    /// A back office with many stations in one line.
    private func add(_ group: StatusReport.UplinkGroup, to table: inout Table) {
        let isWell = group.well == group.members.count
        table.add(
            "\(group.name)",
            Table.Cell("\(group.well) of \(group.members.count) stations well", isWell ? .free : .waiting),
            "\(group.waiting)", age(group.oldest), parked(group.parked), delivered(group.lastSuccess))
    }

    private func age(_ oldest: Timestamp?) -> Table.Cell {
        "\(oldest.map { "for \((status.now - $0).words)" } ?? "")"
    }

    private func parked(_ count: Int) -> Table.Cell { count == 0 ? "0" : Table.Cell("\(count)", .waiting) }

    private func delivered(_ last: Timestamp?) -> Table.Cell {
        "\(last.map { "\((status.now - $0).words) ago" } ?? "never")"
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
