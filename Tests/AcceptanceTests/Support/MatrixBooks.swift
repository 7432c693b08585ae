import Charging
import Simulator

/// Compares the truth of each station with the journal, and the journal with the books of each cloud.
struct MatrixBooks {
    private var final: [String: [Session]] = [:]
    /// When each transaction began, as it was believed then; and which ended after which.
    private var begun: [TransactionID: Timestamp] = [:]
    private var ended: [TransactionID] = []

    init(_ entries: [Entry]) {
        for entry in entries {
            switch entry.fact {
            case .transactionStarted(let started): begun[started.id] = begun[started.id] ?? started.at
            case .transactionEnded(let end): ended.append(end.id)
            case .sessionFinal(let session): final[session.station.rawValue, default: []].append(session)
            default: break
            }
        }
        for station in final.keys { final[station]?.sort { $0.transaction < $1.transaction } }
    }

    /// What does not agree, as sentences.
    func objections(
        _ site: MatrixSite, _ fault: MatrixFault, _ visits: [String: [MatrixVisit]]
    ) async -> [String] {
        var objections = escapes(from: fault, site)
        for station in site.stations {
            let own = final[station.id] ?? []
            let contradictions =
                contradictions(own, visits[station.id] ?? []) + (await contradictions(own, at: station, fault))
            objections += contradictions.map { "\(station.id): \($0)" }
            for office in site.clouds.offices {
                let books = office.csms.books[station.id]
                objections += (office.objections(to: books, of: station.id) + cell(books, own, office)).map {
                    "\(station.id) at \(office.name): \($0)"
                }
            }
            objections += cell(site.clouds.report.books, own).map { "\(station.id) at ChargeReport: \($0)" }
        }
        for office in site.clouds.offices { objections += office.csms.violations.map { "\(office.name): \($0)" } }
        let told = site.clouds.report.books.sessions.count
        let all = final.values.reduce(0) { $0 + $1.count }
        if told != all { objections.append("ChargeReport has \(told) sessions of \(all)") }
        return objections
    }

    /// Who was not touched by the fault, for a run without its fault would prove nothing.
    private func escapes(from fault: MatrixFault, _ site: MatrixSite) -> [String] {
        var escapes: [String] = []
        let heard = Set(site.clouds.believed(in: fault).map(\.name))
        let victims = site.clouds.victims(of: fault).filter { heard.contains($0.name) }
        if fault.killsClouds, site.clouds.report.books.duplicates == 0 { escapes.append("ChargeReport lost no answer") }
        for office in victims where office.csms.books.transactions.allSatisfy({ $0.startsTold == 1 }) {
            escapes.append("\(office.name) heard no start twice")
        }
        for station in site.stations {
            for office in fault.killsBox ? site.clouds.offices : victims
            where office.csms.books[station.id].connections < 2 {
                escapes.append("\(station.id) never lost \(office.name)")
            }
            let isSuspect = final[station.id]?.contains { $0.flags.contains(.clockSuspect) } ?? false
            if isSuspect != (fault.spoilsClocks && !station.isPolled) {
                escapes.append("\(station.id) has a clock that is \(isSuspect ? "suspect" : "believed")")
            }
            let books = site.clouds.controller.csms.books[station.id]
            let isFromAfar = books.transactions.contains { $0.remoteStart != nil && $0.reason == "Remote" }
            if isFromAfar != (fault.sparesTheController && !station.isPolled) {
                escapes.append("\(station.id) was \(isFromAfar ? "" : "not ")started from afar")
            }
        }
        return escapes
    }

    /// Each car that came is a session, at about the time at which it came: a box that was dead for some seconds may see
    /// late that a car is gone.
    private func contradictions(_ recorded: [Session], _ visits: [MatrixVisit]) -> [String] {
        guard recorded.count == visits.count else { return ["\(recorded.count) sessions of \(visits.count)"] }
        return zip(recorded, visits).compactMap { session, visit in
            let early = [
                visit.came - session.started, (visit.left ?? visit.came) - (session.stopped ?? session.started),
            ]
            let isRight = early.allSatisfy { (.seconds(-15) ... .seconds(3)).contains($0) }
            return isRight ? nil : "from \(session.started) to \(session.stopped as Any), and it was \(visit)"
        }
    }

    private func contradictions(
        _ recorded: [Session], at station: any MatrixStation, _ fault: MatrixFault
    ) async -> [String] {
        var flowed = await station.energies()
        var isOwn = flowed.map { _ in false }
        if fault == .boxIsAhead, station.isMetered, !station.isPolled {
            // The wallbox knows the time better than the box that reads its meter, so nobody can tell which of the
            // readings was the one at the start. What the wallbox counted stands in, and the session says so.
            (flowed[0], isOwn[0]) = (await station.ownEnergies()[0], true)
        }
        // Which reading was the one at a start is known to some hundredths of a second where the clock jumps meanwhile.
        let tolerance = fault.boxClock != nil && station.isMetered ? max(station.tolerance, 10) : station.tolerance
        let told = recorded.map(\.energy?.wattHours)
        let fits =
            told.count == flowed.count
            && zip(told, flowed).allSatisfy { told, flowed in
                guard let told, let flowed else { return false }
                return abs(told - flowed) <= tolerance
            }
        var contradictions: [String] = []
        if !fits { contradictions.append("\(told) Wh recorded and \(flowed) Wh flowed") }
        if recorded.map({ $0.flags.contains(.meterUnavailable) }) != isOwn {
            contradictions.append("its meter counts or does not as in \(recorded.map(\.flags))")
        }
        return contradictions
    }

    /// Every session once, in order, to the Wh and to the millisecond. A start that was told while the clock of the box
    /// was wrong stays as it was told, and a stop never comes before it.
    private func cell(_ books: CSMSStation, _ sessions: [Session], _ office: MatrixOffice) -> [String] {
        func line(_ tag: String, _ start: Timestamp, _ stop: Timestamp?, _ wattHours: Int64?) -> String {
            let stop = stop.map { max($0, start) }
            return "\(tag) \(start.microseconds / 1000)-\((stop?.microseconds ?? 0) / 1000) \(wattHours ?? -1)"
        }
        let told = books.transactions.map { line($0.tag ?? "", $0.startedAt, $0.stoppedAt, $0.energy) }
        let expected = sessions.map { session in
            [session.started, begun[session.transaction] ?? session.started].map {
                line(session.tag ?? office.anonymous, $0, session.stopped, session.energy?.wattHours)
            }
        }
        guard told.count == expected.count, zip(expected, told).allSatisfy({ $0.contains($1) }) else {
            return ["\(told) instead of \(expected)"]
        }
        let theirs = Dictionary(
            uniqueKeysWithValues: zip(sessions.map(\.transaction), books.transactions.map(\.id)))
        return books.stops == ended.compactMap { theirs[$0] } ? [] : ["the stops came as \(books.stops)"]
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
        return own.count == expected.count && Set(own) == Set(expected)
            ? [] : ["\(own) of \(told) instead of \(expected)"]
    }

    /// A session as ChargeReport can know it: to the second and the tenth of a kWh.
    private struct Line: Hashable, CustomStringConvertible {
        var start: Int64?
        var end: Int64?
        var tenths: Int64?

        var description: String { "\(start ?? -1)-\(end ?? -1) \(tenths ?? -1)" }
    }
}
