package import Charging
import Logging
import Synchronization
package import WebSocket

/// The door: decides on every handshake, and remembers who waits behind it.
package final class Admissions: Sendable {
    /// Stations that wait to be claimed, at the same time. Beyond it those that went away are forgotten first, and
    /// then nobody new is let in.
    package static let waitingLimit = 64

    private struct State {
        var claimed: Set<StationID>
        var waiting: [StationID: WaitingStation] = [:]
        var turnedAway = TurnedAwayList()
    }

    private let policy: StationPolicy
    private let environment: StationEnvironment
    private let state: Mutex<State>

    /// `claimed` are the stations the journal says were claimed.
    package init(policy: StationPolicy, claimed: Set<StationID>, environment: StationEnvironment) {
        self.policy = policy
        self.environment = environment
        state = Mutex(State(claimed: claimed))
    }

    /// The station that a path names.
    package func station(in path: String) throws(StationPath.Problem) -> StationID {
        try StationPath.identity(in: path, prefix: policy.pathPrefix)
    }

    /// Whether the station belongs to this site, so that what it says counts.
    package func isWelcome(_ station: StationID) -> Bool {
        policy.unknown == .accept || policy.stations[station] != nil
            || state.withLock { $0.claimed.contains(station) }
    }

    /// Those that wait, the longest first.
    package var waiting: [WaitingStation] {
        state.withLock { Array($0.waiting.values) }.sorted { ($0.since, $0.station) < ($1.since, $1.station) }
    }

    /// Who was refused lately and why, the latest last.
    package var turnedAway: [TurnedAway] { state.withLock { $0.turnedAway.entries } }

    package func judge(_ handshake: Handshake) -> Verdict {
        let station: StationID
        do {
            station = try self.station(in: handshake.path)
        } catch {
            return refuse(handshake, "The path does not end in a station's identity (\(error)).")
        }
        let credentials = policy.stations[station] ?? .none
        if case .password = credentials, station.rawValue.contains(":") {
            return refuse(handshake, "An identity with a colon cannot have a password.")
        }
        guard isWelcome(station) || policy.unknown == .wait else {
            return refuse(handshake, "No station of this name is known here.")
        }
        guard credentials.accept(handshake.authorization, for: station.rawValue) else {
            log(handshake, "The password is missing or wrong.")
            let challenge = [("WWW-Authenticate", "Basic realm=\"ohmstead\", charset=\"UTF-8\"")]
            return .refuse(status: 401, reason: "The password is missing or wrong.", headers: challenge)
        }
        guard let verdict = negotiate(handshake) else {
            log(handshake, "None of the offered sub-protocols is spoken here.")
            return .acceptThenClose
        }
        guard isWelcome(station) || letWait(station, handshake.remoteAddress) else {
            log(handshake, "Too many unclaimed stations wait already.")
            return .refuse(status: 503, reason: "Too many unclaimed stations wait already.", headers: [])
        }
        state.withLock { $0.turnedAway.forget(path: String(handshake.path.prefix(200))) }
        return verdict
    }

    /// The station's connection is open.
    package func arrive(_ station: StationID) {
        state.withLock { $0.waiting[station]?.isConnected = true }
    }

    /// An unclaimed station said what it is.
    package func introduce(_ station: StationID, _ boot: Boot) {
        state.withLock { $0.waiting[station]?.boot = boot }
    }

    /// The last connection of a station is gone.
    package func leave(_ station: StationID) {
        state.withLock { $0.waiting[station]?.isConnected = false }
    }

    /// Takes a waiting station into the site, for good; `false` if none of that name waits. If it is connected it is
    /// asked to introduce itself again soon.
    package func claim(_ station: StationID, origin: String) async throws(RecordingError) -> Bool {
        guard state.withLock({ $0.waiting[station] != nil }) else { return false }
        _ = try await environment.recorder.record(.claim(station, Claim(origin: origin)))
        state.withLock {
            $0.claimed.insert(station)
            $0.waiting[station] = nil
        }
        return true
    }

    /// The sub-protocol is echoed as the station spelt it.
    private func negotiate(_ handshake: Handshake) -> Verdict? {
        if handshake.subprotocols.isEmpty {
            return policy.missingSubprotocol == .ocpp16 ? .accept(subprotocol: nil) : nil
        }
        return handshake.subprotocols.first { $0.lowercased() == OCPP16Driver.dialect }.map { .accept(subprotocol: $0) }
    }

    private func letWait(_ station: StationID, _ address: String) -> Bool {
        let now = environment.wallClock.now.at
        return state.withLock { state in
            if state.waiting[station] == nil, state.waiting.count >= Self.waitingLimit {
                let absent = state.waiting.values.filter { !$0.isConnected }
                guard let oldest = absent.min(by: { $0.since < $1.since }) else { return false }
                state.waiting[oldest.station] = nil
            }
            let new = WaitingStation(station: station, address: address, since: now, isConnected: false, boot: nil)
            state.waiting[station, default: new].address = address
            return true
        }
    }

    private func refuse(_ handshake: Handshake, _ reason: String) -> Verdict {
        log(handshake, reason)
        return .refuse(status: 404, reason: reason, headers: [])
    }

    private func log(_ handshake: Handshake, _ reason: String) {
        let refusal = TurnedAway(
            path: String(handshake.path.prefix(200)), address: handshake.remoteAddress, reason: reason,
            at: environment.wallClock.now.at, count: 1)
        let isNews = state.withLock { $0.turnedAway.note(refusal) }
        environment.logger.log(
            level: isNews ? .warning : .debug, "Station turned away.",
            metadata: ["path": "\(refusal.path)", "address": "\(refusal.address)", "reason": "\(reason)"])
    }
}
