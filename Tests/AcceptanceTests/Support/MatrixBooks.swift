import Charging
import Simulator

/// Compares the truth of each station with the journal, and the journal with the books of each cloud.
struct MatrixBooks {
    private let final: [String: [Session]]

    init(_ entries: [Entry]) {
        var final: [String: [Session]] = [:]
        for entry in entries {
            guard case .sessionFinal(let session) = entry.fact else { continue }
            final[session.station.rawValue, default: []].append(session)
        }
        self.final = final
    }

    /// What does not agree, as sentences.
    func objections(_ site: MatrixSite, _ fault: MatrixFault, sessions: [String: Int]) async -> [String] {
        var objections = escapes(from: fault, site)
        for station in site.stations {
            let own = final[station.id] ?? []
            if own.count != sessions[station.id] { objections.append("\(station.id): \(own.count) final sessions") }
            objections += contradictions(own.map(\.energy?.wattHours), await station.energies(), station)
            for office in site.clouds.offices {
                objections += cell(office.csms.books[station.id], own, withoutTag: office.anonymous).map {
                    "\(station.id) at \(office.name): \($0)"
                }
            }
            objections += cell(site.clouds.report.books, own).map { "\(station.id) at ChargeReport: \($0)" }
        }
        for office in site.clouds.offices { objections += office.csms.violations }
        let told = site.clouds.report.books.sessions.count
        let all = final.values.reduce(0) { $0 + $1.count }
        if told != all { objections.append("ChargeReport has \(told) sessions of \(all)") }
        return objections
    }

    /// Who was not touched by the fault, for a run without its fault would prove nothing.
    private func escapes(from fault: MatrixFault, _ site: MatrixSite) -> [String] {
        var escapes: [String] = []
        if fault.killsClouds, site.clouds.report.books.duplicates == 0 { escapes.append("ChargeReport lost no answer") }
        for office in site.clouds.offices
        where fault.killsClouds && office.csms.books.transactions.allSatisfy({ $0.startsTold == 1 }) {
            escapes.append("\(office.name) heard no start twice")
        }
        for station in site.stations {
            for office in site.clouds.offices
            where fault.killsClouds || fault.killsBox {
                if office.csms.books[station.id].connections < 2 {
                    escapes.append("\(station.id) never lost \(office.name)")
                }
            }
            let isSuspect = final[station.id]?.contains { $0.flags.contains(.clockSuspect) } ?? false
            if isSuspect != (fault.spoilsClocks && !station.isPolled) {
                escapes.append("\(station.id) has a clock that is \(isSuspect ? "suspect" : "believed")")
            }
        }
        return escapes
    }

    private func contradictions(
        _ recorded: [Int64?], _ flowed: [Int64?], _ station: any MatrixStation
    ) -> [String] {
        let fits =
            recorded.count == flowed.count
            && zip(recorded, flowed).allSatisfy { recorded, flowed in
                guard let recorded, let flowed else { return false }
                return abs(recorded - flowed) <= station.tolerance
            }
        return fits ? [] : ["\(station.id): \(recorded) Wh recorded and \(flowed) Wh flowed"]
    }

    /// Every session once, in order, to the Wh and to the millisecond.
    private func cell(_ books: CSMSStation, _ sessions: [Session], withoutTag: String) -> [String] {
        func line(_ tag: String, _ start: Timestamp, _ stop: Timestamp?, _ wattHours: Int64?) -> String {
            "\(tag) \(start.microseconds / 1000)-\((stop?.microseconds ?? 0) / 1000) \(wattHours ?? -1)"
        }
        let expected = sessions.map { line($0.tag ?? withoutTag, $0.started, $0.stopped, $0.energy?.wattHours) }
        let told = books.transactions.map { line($0.tag ?? "", $0.startedAt, $0.stoppedAt, $0.energy) }
        var objections: [String] = []
        if told != expected { objections.append("\(told) instead of \(expected)") }
        if books.stops != books.transactions.map(\.id) { objections.append("the stops came as \(books.stops)") }
        return objections
    }

    private func cell(_ books: ChargeReportBooks, _ sessions: [Session]) -> [String] {
        let expected = sessions.map { session in
            Line(
                start: session.pluggedIn.seconds, end: session.pluggedOut?.seconds,
                tenths: session.energy?.tenthsOfKilowattHour)
        }
        let told = books.sessions.map { session in
            Line(
                start: ISO8601(session.carConnected)?.timestamp.seconds,
                end: ISO8601(session.carDisconnected)?.timestamp.seconds, tenths: session.tenthsOfKilowattHour)
        }
        let own = told.filter(expected.contains)
        return own == expected ? [] : ["\(own) of \(told) instead of \(expected)"]
    }

    /// A session as ChargeReport can know it: to the second and the tenth of a kWh.
    private struct Line: Hashable, CustomStringConvertible {
        var start: Int64?
        var end: Int64?
        var tenths: Int64?

        var description: String { "\(start ?? -1)-\(end ?? -1) \(tenths ?? -1)" }
    }
}
