package import Charging
import Logging
import Synchronization
package import WebSocket

/// The door: decides on every handshake, and remembers who waits behind it.
package final class Admissions: Sendable {
    /// Stations that wait to be claimed, at the same time. Beyond it those that went away are forgotten first, and
    /// then nobody new is let in.
    package static let waitingLimit = 64

    struct State {
        var claimed: Set<StationID>
        var waiting: [StationID: WaitingStation] = [:]
        var turnedAway = TurnedAwayList()
        /// What stations last said of themselves.
        var boots: [StationID: Boot]
        /// Where everybody is welcome: those who came.
        var accepted: Set<StationID>
        /// The security profile of the newest connection.
        var profiles: [StationID: Int] = [:]
        var troubles: DoorTroubles
    }

    static let mostBoots = 4096

    package let policy: StationPolicy
    /// What the journal says of passwords and certificates.
    package let book: CredentialBook
    package let desk: HashingDesk
    let environment: StationEnvironment
    let state: Mutex<State>

    /// `claimed` are the stations the journal says were claimed, `boots` what it says of all it knows.
    package init(
        policy: StationPolicy, claimed: Set<StationID>, boots: [StationID: Boot] = [:], book: CredentialBook? = nil,
        desk: HashingDesk = HashingDesk(), health: Health? = nil, environment: StationEnvironment
    ) {
        self.policy = policy
        self.book = book ?? CredentialBook(recorder: environment.recorder)
        self.desk = desk
        self.environment = environment
        state = Mutex(
            State(
                claimed: claimed, boots: boots, accepted: Set(boots.keys), troubles: DoorTroubles(health: health)))
    }

    /// The station that a handshake names, by its path or else by the address that the configuration says it has.
    package func station(of handshake: Handshake) throws(StationPath.Problem) -> StationID {
        do throws(StationPath.Problem) {
            return try StationPath.identity(in: handshake.path, prefix: policy.pathPrefix)
        } catch {
            guard error == .noIdentity, let station = policy.station(at: handshake.remoteAddress) else { throw error }
            return station
        }
    }

    /// Whether the station belongs to this site, so that what it says counts.
    package func isWelcome(_ station: StationID) -> Bool {
        policy.unknown == .accept || isNamed(station)
    }

    /// Whether one that is not welcome is rejected at its boot, instead of waiting to be claimed.
    package func isRejected(_ station: StationID) -> Bool { policy.unknown == .reject && !isWelcome(station) }

    /// The configuration or a claim names it.
    package func isNamed(_ station: StationID) -> Bool {
        policy.stations[station] != nil || state.withLock { $0.claimed.contains(station) }
    }

    /// Those that wait, the longest first.
    package var waiting: [WaitingStation] {
        state.withLock { Array($0.waiting.values) }.sorted { ($0.since, $0.station) < ($1.since, $1.station) }
    }

    /// Who was refused lately and why, the latest last.
    package var turnedAway: [TurnedAway] { state.withLock { $0.turnedAway.entries } }

    /// What the station last said of itself.
    package func boot(of station: StationID) -> Boot? {
        state.withLock { $0.boots[station] ?? $0.waiting[station]?.boot }
    }

    package func judge(_ handshake: Handshake) async -> Verdict {
        let station: StationID
        do {
            station = try self.station(of: handshake)
        } catch {
            return refuse(handshake, nil, Refusal(status: 404, reason: error.reason))
        }
        let examination = examination(of: station)
        if let refusal = objection(to: examination) { return refuse(handshake, station, refusal) }
        switch await examination.examine(handshake, book, desk) {
        case .refused(let refusal): return refuse(handshake, station, refusal)
        case .proved(let profile, let withPendingPassword):
            switch negotiate(handshake, examination) {
            // What is chosen has to be among what was offered, so with nothing in common there is no upgrade.
            case .none(let reason): return refuse(handshake, station, Refusal(status: 400, reason: reason))
            case .speak(let subprotocol):
                if let refusal = makeRoom(for: station, handshake.remoteAddress) {
                    return refuse(handshake, station, refusal)
                }
                await confirm(examination, profile, withPendingPassword)
                admit(station, handshake, profile)
                return .accept(subprotocol: subprotocol)
            }
        }
    }

    private func admit(_ station: StationID, _ handshake: Handshake, _ profile: Int) {
        let now = environment.wallClock.now.at
        let isWelcome = isWelcome(station)
        state.withLock { state in
            state.turnedAway.forget(path: String(handshake.path.prefix(200)))
            state.profiles[station] = profile
            // A stranger's troubles are nobody's, and its names could be without end.
            if isWelcome { state.troubles.admitted(station, from: handshake.remoteAddress, at: now) }
        }
    }

    private func examination(of station: StationID) -> Examination {
        Examination(
            station: station, rule: policy.stations[station] ?? .none, settled: book[station],
            boot: boot(of: station))
    }

    /// What speaks against the station, whatever it brings.
    private func objection(to examination: Examination) -> Refusal? {
        let station = examination.station
        if examination.rule.isBlocked { return Refusal(status: 403, reason: "The station is blocked.") }
        if examination.asksForPassword, station.rawValue.contains(":") {
            return Refusal(status: 404, reason: "An identity with a colon cannot have a password.")
        }
        guard isWelcome(station) || policy.unknown == .wait || policy.unknown == .reject else {
            return Refusal(status: 404, reason: "No station of this name is known here.")
        }
        return nil
    }

    private func negotiate(_ handshake: Handshake, _ examination: Examination) -> Subprotocols.Choice {
        let switches = examination.boot.map { policy.profiles.match($0).switches }
        // A model that is known to leave the sub-protocol out is let in although others are not.
        let missing = switches?.missingSubprotocol == true ? .ocpp16 : policy.missingSubprotocol
        return Subprotocols(known: policy.dialects, missing: missing)
            .choose(handshake.subprotocols, pin: examination.rule.dialect ?? switches?.pinSubprotocol?.rawValue)
    }

    private func makeRoom(for station: StationID, _ address: String) -> Refusal? {
        guard !isNamed(station) else { return nil }
        if policy.unknown == .accept {
            let hasRoom = state.withLock { state in
                if state.accepted.contains(station) { return true }
                guard state.accepted.count < policy.mostAccepted else { return false }
                state.accepted.insert(station)
                return true
            }
            return hasRoom
                ? nil
                : Refusal(
                    status: 503, reason: "More than \(policy.mostAccepted) stations that nobody named came already.")
        }
        return letWait(station, address)
            ? nil : Refusal(status: 503, reason: "Too many unclaimed stations wait already.")
    }

    private func letWait(_ station: StationID, _ address: String) -> Bool {
        let now = environment.wallClock.now.at
        return state.withLock { state in
            if state.waiting[station] == nil, state.waiting.count >= Self.waitingLimit {
                let absent = state.waiting.values.filter { !$0.isConnected }
                guard let oldest = absent.min(by: { $0.since < $1.since }) else { return false }
                state.waiting[oldest.station] = nil
                state.profiles[oldest.station] = nil
            }
            let new = WaitingStation(station: station, address: address, since: now, isConnected: false, boot: nil)
            state.waiting[station, default: new].address = address
            return true
        }
    }

    private func refuse(_ handshake: Handshake, _ station: StationID?, _ refusal: Refusal) -> Verdict {
        note(handshake, station, refusal.reason)
        return .refuse(status: refusal.status, reason: refusal.reason, headers: refusal.headers)
    }

    private func note(_ handshake: Handshake, _ station: StationID?, _ reason: String) {
        let refusal = TurnedAway(
            path: String(handshake.path.prefix(200)), address: handshake.remoteAddress, reason: reason,
            at: environment.wallClock.now.at, count: 1)
        let mayBeTold = station.map(isNamed) ?? false
        let isNews = state.withLock { state in
            if let station, mayBeTold { state.troubles.refused(station, reason, at: refusal.at) }
            return state.turnedAway.note(refusal)
        }
        environment.logger.log(
            level: isNews ? .warning : .debug, "Station turned away.",
            metadata: ["path": "\(refusal.path)", "address": "\(refusal.address)", "reason": "\(reason)"])
    }
}
