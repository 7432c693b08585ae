package import Charging
import Journal
import Metering
import Stations
import Uplinks

/// The running site, as people see it and act on it.
package struct LiveSite: SiteControl {
    let configuration: Configuration
    let version: String
    let started: Timestamp
    let wallClock: any WallClock
    let journal: Journal
    let health: Health
    let server: StationServer
    let pumps: [Pump]
    /// By their names.
    let buses: [String: Bus]
    let bindings: Bindings
    package let security: SecurityDesk?
    let commands: CommandDesk
    let tagDesk: TagDesk
    let reservationDesk: ReservationDesk
    let lists: ListKeeper

    var registry: Registry { server.registry }
    var admissions: Admissions { server.admissions }

    package func sessions(limit: Int, station: StationID?) async throws(ControlError) -> [Session] {
        let open = await journal.site().stations.filter { station == nil || $0.key == station }.values
            .flatMap { $0.drafts }.map(\.soFar).sorted { $0.started > $1.started }
        do {
            let final = try await journal.sessions(SessionQuery(limit: limit, station: station))
            return Array((open + final).prefix(limit))
        } catch {
            throw .storage(String(describing: error))
        }
    }

    package func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult {
        // OCPP 1.6 lets a schedule go without a start, and means the moment it arrives.
        var command = command
        if case .setChargingProfile(let profile, let evse) = command {
            command = .setChargingProfile(profile.starting(at: now), evse: evse)
        }
        return try await commands.perform(command, on: station, origin: "cli")
    }

    package func claim(_ station: StationID) async throws(ControlError) {
        if await journal.site().claimed.contains(station) { return }
        do {
            guard try await admissions.claim(station, origin: "cli") else { throw ControlError.unknownStation }
        } catch let error as ControlError {
            throw error
        } catch {
            throw .storage(String(describing: error))
        }
    }

    package func parked(at uplink: UplinkName) async throws(ControlError) -> [ParkedReport] {
        try known(uplink)
        do {
            return try await journal.parked(of: uplink).map { item in
                var session: SessionReport?
                if case .sessionFinal(let final) = item.entry.fact { session = SessionReport(final) }
                return ParkedReport(
                    seq: item.entry.seq, subject: item.entry.subject.description, session: session, reason: item.reason,
                    since: item.since)
            }
        } catch {
            throw .storage(String(describing: error))
        }
    }

    package func retry(_ seq: Int64, at uplink: UplinkName) async throws(ControlError) {
        try known(uplink)
        try await change { try await journal.retry(seq, of: uplink) }
    }

    package func skip(_ seq: Int64, at uplink: UplinkName) async throws(ControlError) {
        try known(uplink)
        try await change { try await journal.skip(seq, of: uplink) }
    }

    package func park(at uplink: UplinkName) async throws(ControlError) -> Int64 {
        try known(uplink)
        guard let seq = await pumps.first(where: { $0.name == uplink })?.park() else {
            throw .refused("\(uplink) is not stuck at anything; ohmstead uplinks shows how it is doing.")
        }
        return seq
    }

    private func known(_ uplink: UplinkName) throws(ControlError) {
        guard pumps.contains(where: { $0.name == uplink }) else { throw .unknownUplink }
    }

    private func change(_ body: () async throws -> Bool) async throws(ControlError) {
        let wasParked: Bool
        do {
            wasParked = try await body()
        } catch {
            throw .storage(String(describing: error))
        }
        guard wasParked else { throw .notParked }
    }
}
