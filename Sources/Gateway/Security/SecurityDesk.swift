import Charging
import Stations
import Trust

/// Everything people decide about who may connect and how: passwords, certificates, security profiles.
package struct SecurityDesk: Sendable {
    let admissions: Admissions
    let registry: Registry
    /// Brings commands to stations; the registry, but for tests.
    var dispatcher: any Dispatcher
    let authority: SiteAuthority
    let listeners: ListenerCertificates
    let recorder: any Recorder
    let wallClock: any WallClock
    /// `wss://…` under which stations find the box, as far as the configuration tells.
    let secureURL: @Sendable () -> String?

    package func report() -> SecurityReport {
        let credentials = admissions.book.credentials
        let certificates = admissions.book.certificates
        let all = Set(admissions.policy.stations.keys).union(credentials.keys).union(certificates.keys)
        let now = wallClock.now.at
        return SecurityReport(
            stations: all.sorted().map { id in
                SecurityReport.Station(
                    id: id, least: admissions.leastProfile(of: id), current: admissions.profile(of: id),
                    expected: credentials[id]?.pendingProfile,
                    expectedSince: credentials[id]?.pendingProfile == nil ? nil : credentials[id]?.pendingSince,
                    hasPassword: admissions.hasPassword(id),
                    passwordPending: credentials[id]?.pendingHash != nil,
                    blocked: admissions.policy.stations[id]?.isBlocked ?? false,
                    certificateEnds: certificates[id]?.last { $0.revoked == nil && $0.notAfter > now }?.notAfter)
            },
            listeners: listeners.ends.map {
                SecurityReport.Listener(
                    address: $0.address, automatic: $0.isAutomatic, certificateEnds: Timestamp(seconds: $0.notAfter))
            },
            turnedAway: admissions.turnedAway.map {
                SecurityReport.TurnedAway(
                    path: $0.path, address: $0.address, reason: $0.reason, at: $0.at, count: $0.count)
            })
    }

    /// Reads the certificates of the listeners again; connections that exist are left alone.
    package func reload() async { await listeners.reload(at: wallClock.now.at) }

    func send(_ command: Command, to station: StationID) async throws(SecurityRefusal) -> CommandResult {
        do throws(CommandError) {
            return try await CommandDesk(dispatcher: dispatcher, recorder: recorder)
                .perform(command, on: station, origin: "cli")
        } catch {
            throw refusal(error, station)
        }
    }

    private func refusal(_ error: CommandError, _ station: StationID) -> SecurityRefusal {
        switch error {
        case .notConnected, .notBooted:
            SecurityRefusal(
                .notPossible, "Station \(station) is not connected, or has not introduced itself yet.",
                "See ohmstead status, and try again once it is there.")
        case .timedOut, .disconnected:
            SecurityRefusal(
                .stationRefused, "Station \(station) did not answer in time.",
                "It may still do what it was asked to: look at ohmstead security before you try again.",
                mayHappenYet: true)
        case .unsupported(let reason):
            SecurityRefusal(
                .stationRefused, "Station \(station) cannot be told that: \(reason)", "Set it in the station by hand.")
        case .refused(let code, let description):
            SecurityRefusal(
                .stationRefused,
                "Station \(station) answered with the error \(code)\(description.isEmpty ? "" : ": \(description)").",
                "It may not know this command; set it in the station by hand.")
        case .unreadable(let reason):
            SecurityRefusal(
                .stationRefused, "The answer of station \(station) could not be read: \(reason)",
                "Look at ohmstead security before you try again.", mayHappenYet: true)
        case .busy:
            SecurityRefusal(
                .notPossible, "Too many commands wait for station \(station).", "Try again in a minute.")
        }
    }

    func record(_ change: () async throws(RecordingError) -> Void) async throws(SecurityRefusal) {
        do throws(RecordingError) {
            try await change()
        } catch {
            throw SecurityRefusal(
                .internalTrouble, "The journal could not be written: \(error).", "See ohmstead status.")
        }
    }

    func known(_ station: StationID) throws(SecurityRefusal) {
        guard admissions.isNamed(station) || admissions.boot(of: station) != nil, !admissions.isWaiting(station) else {
            throw SecurityRefusal(
                .unknownStation, "No station \(station) is known here.",
                "See ohmstead status for the stations there are; ohmstead claim lets one in that waits.")
        }
    }

    func isSecondGeneration(_ station: StationID) -> Bool {
        admissions.boot(of: station)?.dialect.hasPrefix("ocpp2") == true
    }
}
