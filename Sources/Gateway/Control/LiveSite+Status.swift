import Charging
import Journal
import Metering
import Stations
import Uplinks

// How the status is put together.
extension LiveSite {
    package func status() async -> StatusReport {
        let now = wallClock.now
        let site = await journal.site()
        let statistics = await journal.statistics()
        var report = StatusReport(
            name: configuration.site.name, version: version, now: now.at, started: started, clockTrusted: now.trusted,
            journal: StatusReport.Journal(
                path: configuration.storage.path, entries: statistics.entries,
                bytes: statistics.fileBytes + statistics.logBytes, lastCommit: statistics.lastCommit),
            listeners: listeners)
        report.health = health.current.folded
        report.meters = meters(site, at: now.at)
        report.buses = configuration.bus.compactMap { section in
            buses[section.name].map { StatusReport.Bus(name: $0.name, statistics: $0.statistics) }
        }
        report.stations = stations(site, presences: await registry.presences)
        report.unclaimed = admissions.waiting.map {
            StatusReport.Unclaimed(id: $0.station, address: $0.address, boot: $0.boot, since: $0.since)
        }
        report.doors = doors
        for pump in pumps { report.uplinks.append(StatusReport.Uplink(await pump.status())) }
        return report
    }

    /// As bound, which is what was configured but for a port that the system chose.
    var listeners: StatusReport.Listeners {
        func bound(_ configured: String, _ port: Int?) -> String {
            guard var address = HostPort(configured), let port else { return configured }
            address.port = port
            return address.description
        }
        return StatusReport.Listeners(
            stations: bound(configuration.listeners[0].address, bindings.ports.stations),
            console: configuration.console.listen.map { bound($0, bindings.ports.console) },
            socket: configuration.console.socket)
    }

    private func stations(_ site: Site, presences: [Presence]) -> [StatusReport.Station] {
        let present = Dictionary(presences.map { ($0.station, $0) }) { first, _ in first }
        let waiting = Set(admissions.waiting.map(\.station))
        let talking = Set(configuration.station.map(\.id) + configuration.modbusStation.map(\.id)).union(present.keys)
            .union(site.stations.keys)
            .subtracting(configuration.muteStation.map(\.id)).subtracting(waiting)
        let mute = configuration.muteStation.map { station(mute: $0, site) }
        return (talking.map { station($0, site, present[$0]) } + mute).sorted { $0.id < $1.id }
    }

    private func station(_ id: StationID, _ site: Site, _ presence: Presence?) -> StatusReport.Station {
        let ledger = site.stations[id] ?? StationLedger()
        let meter = site.rules.meterOfStation[id]
        var connectors = connectors(ledger)
        if let charging = connectors.firstIndex(where: { $0.running != nil }),
            connectors.count(where: { $0.running != nil }) == 1
        {
            connectors[charging].running?.watts = watts(meter, site, at: wallClock.now.at)
        }
        var station = StatusReport.Station(
            id: id, online: presence?.isOnline ?? false, address: presence?.address,
            boot: presence?.boot ?? ledger.boot, lastSeen: presence?.since, meter: meter, connectors: connectors)
        station.dialect = presence?.dialect
        station.take(ledger, site.settled, at: wallClock.now.at)
        return station
    }

    private func station(mute: MuteStationSection, _ site: Site) -> StatusReport.Station {
        let ledger = site.stations[mute.id] ?? StationLedger()
        let last = site.meters[mute.meter]?.last?.reading
        let section = configuration.meter.first { $0.id == mute.meter }
        let age = last.map { max(0, (wallClock.now.at - $0.at).components.seconds) }
        var connector = connectors(ledger).first { $0.evse == 1 } ?? StatusReport.Connector(evse: 1, state: nil)
        connector.state = connector.running == nil ? .available : .charging
        connector.running?.watts = watts(mute.meter, site, at: wallClock.now.at)
        return StatusReport.Station(
            id: mute.id, online: section.map { !isSilent(age, $0) } ?? false, mute: true, lastSeen: last?.at,
            meter: mute.meter, connectors: [connector])
    }

    private func connectors(_ ledger: StationLedger) -> [StatusReport.Connector] {
        ledger.evses.sorted { $0.key < $1.key }.compactMap { number, evse in
            // EVSE 0 is the station as a whole, and of interest only while something is wrong with it.
            if number == 0, evse.status?.state != .faulted { return nil }
            let running = evse.running.map {
                StatusReport.Running(
                    transaction: $0.session.transaction, started: $0.session.started, tag: $0.session.tag,
                    wattHours: $0.energy?.wattHours)
            }
            return StatusReport.Connector(
                evse: number, state: evse.status?.state, errorCode: evse.status?.errorCode, info: evse.status?.info,
                since: evse.since, running: running)
        }
    }
}

extension StatusReport.Uplink {
    init(_ status: UplinkStatus) {
        var nextAttempt: Timestamp?
        let state: State
        switch status.state {
        case .idle: state = .idle
        case .gathering: state = .gathering
        case .sending: state = .sending
        case .needsPerson: state = .stopped
        case .away: state = .waiting
        case .waiting(let until):
            state = .waiting
            nextAttempt = until
        }
        self.init(
            name: status.name, state: state, nextAttempt: nextAttempt, waiting: status.waiting, oldest: status.oldest,
            parked: status.parked, lastSuccess: status.lastSuccess, problem: status.problem, remedy: status.remedy)
    }
}
