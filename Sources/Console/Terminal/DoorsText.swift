import Charging
import Gateway

/// What comes and goes at the listeners, on a terminal.
struct DoorsText {
    let status: StatusReport
    let terminal: Terminal

    var lines: [String] {
        let doors = status.doors ?? []
        guard !doors.isEmpty else { return [] }
        var table = Table(
            "LISTENER", .number("OPEN"), .number("OF"), .number("CAME"), .number("LET IN"), .number("REFUSED"),
            .number("TLS FAILED"), .number("PAUSED"), .number("BANNED"))
        for door in doors {
            table.add(
                "\(door.tls ? "wss" : "ws")://\(door.address)", Table.Cell("\(door.open)", door.isFull ? .faulty : nil),
                "\(door.most)", "\(door.accepted)", "\(door.admitted)",
                "\(door.refused.count + door.refusedHandshakes)", "\(door.tlsFailures)", "\(door.pauses)",
                Table.Cell("\(door.bannedNow)", door.bannedNow > 0 ? .waiting : nil))
        }
        return table.lines(for: terminal) + doors.flatMap(reasons)
    }

    /// Why sockets were closed, as a sentence, where any were.
    private func reasons(_ door: StatusReport.Door) -> [String] {
        let reasons: [(Int, String)] = [
            (door.refused.network, "from other networks"), (door.refused.banned, "banned"),
            (door.refused.perAddress, "too many of one address"), (door.refused.rate, "too often"),
            (door.refused.full, "no room left"), (door.refusedHandshakes, "answered with a refusal"),
            (door.brokenHandshakes, "not finished"), (door.leftLine, "hung up while they waited"),
            (door.violations, "broke the protocol"),
        ]
        let told = reasons.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let waiting = door.inLine > 0 ? ["At \(door.address): \(door.inLine) wait for their turn to begin TLS."] : []
        let sentence = told.isEmpty ? [] : ["At \(door.address): \(told.joined(separator: ", "))."]
        let bans = door.banned.map {
            "Banned until \($0.until.local(now: status.now)): \($0.address). Let it in: "
                + "ohmstead security pardon \($0.address)"
        }
        return (sentence + waiting + bans).flatMap { terminal.wrapped(terminal.clean($0), indent: "  ") }
    }
}
