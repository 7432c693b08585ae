// How the site remembers facts. Nothing here decides anything.
extension Site {
    /// Remembers what an entry says.
    package mutating func fold(_ fact: Fact, about subject: Subject, at stamp: Stamp) {
        countEntry()
        switch (fact, subject) {
        case (.reading(let judged), .meter(let meter)): fold(judged, of: meter, at: stamp)
        case (.quarterHours(let decided), .meter(let meter)): meters[meter]?.remember(decided)
        case (.silent(let silence), .meter(let meter)): meters[meter, default: .init()].remember(silence)
        case (.claimed, .station(let station)): claimed.insert(station)
        case (.booted(let boot), .station(let station)): stations[station, default: .init()].boot = boot
        case (.status(let status), .station(let station)): fold(status, of: station, at: stamp)
        case (.transactionStarted(let started), .station(let station)): fold(started, of: station, at: stamp)
        case (.meterReport(let report), .station(let station)): fold(report, of: station)
        case (.transactionEnded(let ended), .station(let station)): fold(ended, of: station, at: stamp)
        case (.dataTransfer(let body), .station(let station)): spend(.transferred(body), station, stamp)
        case (.notice(let body), .station(let station)): spend(.notice(body), station, stamp)
        case (.security(let body), .station(let station)):
            spend(.security(body), station, stamp)
            stations[station]?.hear(body, at: stamp.at)
        case (.variables(let body), .station(let station)): spend(.variables(body), station, stamp)
        case (.sessionFinal(let session), .station(let station)):
            stations[station]?.evses[session.evse]?.drafts.removeAll { $0.session.transaction == session.transaction }
        case (.acknowledged, .station(let station)): stations[station]?.lastAlarm = nil
        case (.correction(let correction), .station(let station)):
            stations[station, default: .init()].count(correction)
        default: foldSettlement(fact, about: subject, at: stamp)
        }
    }

    private mutating func spend(_ event: StationEvent, _ station: StationID, _ stamp: Stamp) {
        stations[station, default: .init()].spend(on: event, at: stamp.at)
    }

    private mutating func fold(_ status: ConnectorStatus, of station: StationID, at stamp: Stamp) {
        var evse = stations[station, default: .init()].evses[status.evse] ?? EVSELedger()
        // What happens now is dated by the station's clock only where that clock can be believed.
        var moment = stamp.at
        if let told = status.timestamp, told <= stamp.at + .seconds(60), told >= evse.since ?? Plausible.earliest {
            moment = told
        }
        evse.take(status)
        evse.since = moment
        switch evse.status?.state.isPluggedIn {
        case true?:
            evse.pluggedInSince = evse.pluggedInSince ?? moment
            for index in evse.drafts.indices { evse.drafts[index].plugIn() }
        case false?:
            evse.pluggedInSince = nil
            for index in evse.drafts.indices { evse.drafts[index].unplug(at: moment) }
        default: break
        }
        stations[station, default: .init()].evses[status.evse] = evse
    }

    private mutating func fold(_ started: StartedTransaction, of station: StationID, at stamp: Stamp) {
        var ledger = stations[station] ?? StationLedger()
        if let known = ledger.draft(of: started.id) {
            ledger.change(started.id, in: known.session.evse) { $0.learn(started) }
            stations[station] = ledger
            return
        }
        used(started.id)
        var evse = ledger.evses[started.evse] ?? EVSELedger()
        for index in evse.drafts.indices { evse.drafts[index].clip() }
        var draft = SessionDraft(
            started, at: station, pluggedIn: evse.pluggedInSince, meter: rules.meter(of: station), stamp: stamp)
        ledger.evses[started.evse] = evse
        ledger.changeDrafts { $0.follow(at: started.at) }
        if ledger.drafts.contains(where: \.isRunning) {
            draft.shareMeter()
            ledger.changeDrafts { if $0.isRunning { $0.shareMeter() } }
        }
        if started.flags.contains(.derived) {
            ledger.mute.started()
            // The readings that made the start certain came before it was decided.
            if let mark = draft.meter.flatMap({ meters[$0]?.last?.mark }) {
                draft.take(mark, judged: .normal, modulus: nil)
            }
        }
        ledger.evses[started.evse]?.drafts.append(draft)
        if let state = started.start?.telling?.connectorState { ledger.evses[started.evse]?.refine(state) }
        stations[station] = ledger
    }

    private mutating func fold(_ report: MeterReport, of station: StationID) {
        if let telling = report.telling { return fold(report, telling, of: station) }
        stations[station, default: .init()].recentReports.remember(report)
        let known = TransactionID(report.transaction).flatMap { stations[station]?.draft(of: $0) }
        guard let draft = known ?? stations[station]?.evses[report.evse]?.running else {
            return rememberOrphan(report, of: station)
        }
        for value in report.values {
            let moment = value.timestamp.inUTC(report.clockAheadSeconds)
            guard let register = value.importRegister(), known != nil || moment >= draft.session.started else {
                continue
            }
            stations[station]?.change(draft.session.transaction, in: draft.session.evse) {
                $0.sample(register, at: moment)
            }
        }
    }

    /// What is told of a transaction by the name the station gave it. It may be told only now on which EVSE it is.
    private mutating func fold(_ report: MeterReport, _ telling: Telling, of station: StationID) {
        guard var ledger = stations[station], let draft = ledger.draft(named: telling.name) else { return }
        let id = draft.session.transaction
        if report.evse > 0, draft.session.evse == 0 { ledger.move(id, from: 0, to: report.evse) }
        let evse = ledger.draft(of: id)?.session.evse ?? draft.session.evse
        ledger.change(id, in: evse) { $0.hear(telling, report.values) }
        if draft.isRunning, let state = telling.connectorState { ledger.evses[evse]?.refine(state) }
        stations[station] = ledger
    }

    /// 0 is how some stations write "outside a transaction"; any other unknown id means that a start got lost.
    private mutating func rememberOrphan(_ report: MeterReport, of station: StationID) {
        guard let told = report.transaction, told != 0, let first = report.values.first else { return }
        let known = stations[station]?.orphans[report.evse].flatMap { $0.transaction == told ? $0 : nil }
        var orphan = known ?? Orphan(transaction: told, firstAt: first.timestamp)
        orphan.beginRegister =
            orphan.beginRegister ?? report.values.lazy.compactMap { $0.importRegister(atBegin: true) }.first
        stations[station]?.orphans[report.evse] = orphan
    }

    private mutating func fold(_ ended: EndedTransaction, of station: StationID, at stamp: Stamp) {
        guard var ledger = stations[station] else { return }
        ledger.change(ended.id, in: ended.evse) { $0.end(ended, stamp: stamp) }
        // After an outage stations tell the state they are in before they tell what happened meanwhile.
        if let evse = ledger.evses[ended.evse], evse.status?.state.isPluggedIn == false, let since = evse.since {
            ledger.change(ended.id, in: ended.evse) { $0.unplug(at: since) }
        }
        if let since = ledger.evses[ended.evse]?.pluggedInSince {
            // A stop told late may be older than the plug-in of the next car.
            ledger.evses[ended.evse]?.pluggedInSince = max(since, ended.at)
        }
        ledger.lastEnd = ended.at
        _ = ledger.profiles.transactionEnded(ended.id)
        ledger.orphans[ended.evse] = nil
        let flags = ledger.draft(of: ended.id)?.session.flags ?? []
        if flags.contains(.derived) { ledger.mute.stopped() }
        stations[station] = ledger
    }

    private mutating func fold(_ judged: JudgedReading, of meter: MeterID, at stamp: Stamp) {
        meters[meter, default: .init()].remember(judged, seq: seq, at: stamp, bounds: rules.bounds(of: meter))
        guard let mark = judged.mark else { return }
        for station in rules.stations(behind: meter) {
            if let muteRules = rules.mute[station] {
                stations[station, default: .init()].mute.take(judged, mark: mark, rules: muteRules)
            }
            stations[station]?.changeDrafts {
                $0.take(mark, judged: judged.judgement, modulus: rules.registerModulus[meter])
            }
        }
    }
}

/// Which times of a device can be true.
package enum Plausible {
    /// 2020-01-01. No station of this gateway charged before it; a clock that says so was never set.
    package static let earliest = Timestamp(seconds: 1_577_836_800)
    /// How far a station's clock may run ahead of the box's before it is not believed.
    package static let ahead = Duration.minutes(5)
}
