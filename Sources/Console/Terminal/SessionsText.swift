package import Charging
package import Gateway

/// Sessions on a terminal.
package struct SessionsText: Sendable {
    private let sessions: [SessionReport]
    private let now: Timestamp
    private let terminal: Terminal

    package init(_ sessions: [SessionReport], now: Timestamp, for terminal: Terminal) {
        self.sessions = sessions
        self.now = now
        self.terminal = terminal
    }

    package var lines: [String] {
        var table = Table(
            .number("NUMBER"), "STATION", "EVSE", "PLUGGED IN", "UNPLUGGED", "DURATION", .number("ENERGY"), "TAG",
            "REMARKS")
        for session in sessions {
            let end = session.pluggedOut ?? session.stopped ?? now
            table.add(
                "\(session.transaction)", "\(session.station)", "\(session.evse)",
                "\(session.pluggedIn.local(now: now))", unplugged(session), "\((end - session.pluggedIn).words)",
                "\(session.wattHours.map { Energy(wattHours: $0).words } ?? "not known")", "\(session.tag ?? "")",
                "\(session.flags.map(\.words).joined(separator: ", "))")
        }
        return table.lines(for: terminal)
    }

    private func unplugged(_ session: SessionReport) -> Table.Cell {
        if session.isRunning { return Table.Cell("Charging", .busy) }
        guard let out = session.pluggedOut else { return Table.Cell("Still plugged in", .waiting) }
        return Table.Cell(out.local(now: now))
    }
}
