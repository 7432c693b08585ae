package import Charging
package import Gateway

/// Who may connect, and how they prove it, on a terminal.
package enum SecurityText {
    package static func lines(_ report: SecurityReport, for terminal: Terminal) -> [String] {
        var table = Table("STATION", "MUST PROVE", "PROVES", "PASSWORD", "CERTIFICATE UNTIL")
        for station in report.stations {
            let since = station.expectedSince.map { " since \($0)" } ?? ""
            let expected = station.expected.map { ", waits for \($0)\(since)" } ?? ""
            table.add(
                "\(station.id)",
                Table.Cell(station.blocked ? "blocked" : words(station.least) + expected, station.blocked ? .off : nil),
                Table.Cell(station.current.map(words) ?? "not connected", station.current == nil ? .off : .free),
                Table.Cell(password(station), station.passwordPending ? .waiting : nil),
                "\(station.certificateEnds.map(day) ?? "")")
        }
        let stations = report.stations.isEmpty ? ["No station has to prove anything."] : table.lines(for: terminal)
        return stations + after(listeners(report, for: terminal)) + after(turnedAway(report, for: terminal))
    }

    package static func listeners(_ report: SecurityReport, for terminal: Terminal) -> [String] {
        var table = Table("TLS AT", "CERTIFICATE BY", "UNTIL")
        for listener in report.listeners {
            table.add(
                "\(listener.address)", listener.automatic ? "the site CA" : "files", "\(day(listener.certificateEnds))")
        }
        return table.lines(for: terminal)
    }

    package static func lines(_ certificates: [CertificateReport], for terminal: Terminal) -> [String] {
        var table = Table("STATION", "SERIAL NUMBER", "SUBJECT", "UNTIL", "REVOKED")
        for certificate in certificates {
            table.add(
                "\(certificate.station)", "\(certificate.serial)", "\(certificate.subject)",
                "\(day(certificate.notAfter))", Table.Cell(certificate.revoked.map(day) ?? "", .faulty))
        }
        return table.lines(for: terminal)
    }

    /// What stations told of their security.
    package static func events(_ events: [SecurityEventReport], now: Timestamp, for terminal: Terminal) -> [String] {
        var table = Table("TOLD", "STATION", "EVENT", "DETAIL")
        for event in events {
            table.add(
                "\(event.at.local(now: now))", "\(event.station)",
                Table.Cell(event.type, event.needsPerson ? .waiting : nil), "\(event.detail ?? "")")
        }
        return table.lines(for: terminal)
    }

    private static func turnedAway(_ report: SecurityReport, for terminal: Terminal) -> [String] {
        var table = Table("TURNED AWAY", "FROM", .number("TIMES"), "LAST", "BECAUSE")
        for refusal in report.turnedAway.reversed() {
            table.add(
                "\(refusal.path)", "\(refusal.address)", "\(refusal.count)", "\(refusal.at.description)",
                "\(refusal.reason)")
        }
        return table.lines(for: terminal)
    }

    private static func after(_ lines: [String]) -> [String] { lines.isEmpty ? [] : [""] + lines }

    private static func words(_ profile: Int) -> String {
        switch profile {
        case 0: "0 nothing"
        case 1: "1 password"
        case 2: "2 password, TLS"
        default: "3 certificate"
        }
    }

    private static func password(_ station: SecurityReport.Station) -> String {
        if station.passwordPending { return "new, not used yet" }
        return station.hasPassword ? "set" : ""
    }

    private static func day(_ moment: Timestamp) -> String { String(moment.description.prefix(10)) }
}
