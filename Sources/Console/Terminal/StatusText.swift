import Charging
package import Gateway

/// The site on a terminal.
package struct StatusText: Sendable {
    private let status: StatusReport
    private let hasDetails: Bool
    private let terminal: Terminal

    package init(_ status: StatusReport, details: Bool = false, for terminal: Terminal) {
        self.status = status
        hasDetails = details
        self.terminal = terminal
    }

    /// Paragraphs with an empty line between them.
    package var text: String {
        [head, health, stations, details, unclaimed, meters, uplinks, foot]
            .filter { !$0.isEmpty }
            .map { $0.map { $0 + "\n" }.joined() }
            .joined(separator: "\n")
    }

    private var head: [String] {
        let (verdict, tone): (String, Tone) =
            switch status.worst {
            case .critical: ("needs you now", .faulty)
            case .warning: ("needs attention", .waiting)
            case .notice, nil: ("all is well", .free)
            }
        return ["\(terminal.strong(terminal.clean(status.name))): \(terminal.tinted(verdict, tone))"]
    }

    private var health: [String] {
        status.health.flatMap { condition in
            let (mark, tone): (String, Tone) =
                switch condition.severity {
                case .critical: ("!!", .faulty)
                case .warning: ("! ", .waiting)
                case .notice: ("- ", .off)
                }
            let since = "(since \(condition.since.local(now: status.now)))"
            let summary = terminal.wrapped(terminal.clean("\(condition.summary) \(since)"), indent: "   ")
            let marked = summary.enumerated().map { index, line in
                index == 0 ? "\(terminal.tinted(mark, tone)) \(line.dropFirst(3))" : line
            }
            return marked + terminal.wrapped(terminal.clean(condition.remedy), indent: "   ")
        }
    }

    private var stations: [String] {
        var table = Table(
            "STATION", "EVSE", "STATE", .number("ENERGY"), .number("POWER"), "FOR", "TAG", "LIMIT", "MODEL")
        for station in status.stations {
            let connectors = station.connectors.filter {
                $0.evse > 0 || $0.state == .faulted || $0.state == .unavailable
            }
            if connectors.isEmpty { add(station, nil, to: &table) }
            for connector in connectors { add(station, connector, to: &table) }
        }
        return table.lines(for: terminal)
    }

    private func add(_ station: StatusReport.Station, _ connector: StatusReport.Connector?, to table: inout Table) {
        let running = connector?.running
        let since = station.online ? running?.started ?? connector?.since : station.lastSeen
        table.add(
            "\(station.id)",
            "\(connector.map { $0.evse == 0 ? "all" : String($0.evse) } ?? "")",
            state(of: connector, at: station),
            "\(running?.wattHours.map { Energy(wattHours: $0).words } ?? "")",
            "\(running?.watts.map(power(watts:)) ?? "")",
            "\(since.map { (status.now - $0).words } ?? "")",
            "\(running?.tag ?? "")", limit(of: connector, at: station),
            "\(station.boot.map { "\($0.vendor) \($0.model)" } ?? (station.mute ? "seen by its meter" : ""))")
    }

    private func state(of connector: StatusReport.Connector?, at station: StatusReport.Station) -> Table.Cell {
        guard station.online else { return Table.Cell(station.mute ? "Meter silent" : "Not connected", .off) }
        guard let state = connector?.state else { return Table.Cell("Not told yet", .off) }
        let kept = state == .reserved ? connector.flatMap { station.reservation(of: $0.evse) } : nil
        let until = kept.map { " until \($0.until.local(now: status.now))" } ?? ""
        let error = connector?.errorCode.flatMap { $0 == "NoError" ? nil : ": \($0)" } ?? ""
        return Table.Cell(state.words + until + error, state.tone)
    }

    private func limit(of connector: StatusReport.Connector?, at station: StatusReport.Station) -> Table.Cell {
        guard let limit = station.limit(on: connector?.evse ?? 0) else { return "" }
        return limit.isSafe ? Table.Cell("\(limit.amperes) A, safe", .waiting) : "\(limit.amperes) A"
    }

    /// How stations are connected, for who looks into it.
    private var details: [String] {
        guard hasDetails else { return [] }
        var table = Table(
            "STATION", "SPEAKS", "FROM", "FIRMWARE", "TAGS", "SERIAL NUMBER", "LAST SECURITY EVENT")
        for station in status.stations where !station.mute {
            table.add(
                "\(station.id)", "\(station.dialect ?? "")", "\(station.address ?? "")",
                "\(station.boot?.firmwareVersion ?? "")", "\(station.listVersion.map { "list \($0)" } ?? "")",
                "\(station.boot?.serialNumber ?? "")",
                Table.Cell(station.lastSecurityEvent?.type ?? "", station.alarm == nil ? nil : .waiting))
        }
        let doors = DoorsText(status: status, terminal: terminal).lines
        let segments = MetersText(status: status, terminal: terminal).segments
        return [table.lines(for: terminal), doors, segments].filter { !$0.isEmpty }.joined(separator: [""]).map(\.self)
    }

    private var unclaimed: [String] {
        var table = Table("WAITS TO BE LET IN", "FROM", "MODEL", "DO")
        for station in status.unclaimed {
            table.add(
                Table.Cell("\(station.id)", .waiting), "\(station.address ?? "")",
                "\(station.boot.map { "\($0.vendor) \($0.model)" } ?? "")", "ohmstead claim \(station.id.rawValue)")
        }
        return table.lines(for: terminal)
    }

    private var meters: [String] { MetersText(status: status, terminal: terminal).lines }

    private var uplinks: [String] { UplinksText(status, explains: false, for: terminal).lines }

    private var foot: [String] {
        let journal = status.journal
        let commit = journal.lastCommit.map { ", last commit \((status.now - $0).words) ago" } ?? ""
        let corrected = status.stations.reduce(0) { $0 + ($1.corrections ?? 0) }
        let late = counted(corrected, "session")
        let clock = status.clockTrusted ? "" : "; the clock is not synchronised"
        return [
            "Journal   \(counted(journal.entries, "entry", "entries")), \(size(bytes: journal.bytes))\(commit)",
            corrected == 0 ? "" : "Late      told about \(late) after the end: ohmstead sessions --corrections",
            "Stations  \(status.listeners.stations)",
            status.listeners.console.map { "Page      http://\($0)/" } ?? "",
            "Running   ohmstead \(status.version) for \((status.now - status.started).words)\(clock)",
        ].filter { !$0.isEmpty }.map(terminal.clean)
    }
}
