package import Charging
import Logging
import Synchronization

// How a station comes to belong to the site, and what it proves from then on.
extension Admissions {
    /// The station's connection is open.
    package func arrive(_ station: StationID) {
        state.withLock { $0.waiting[station]?.isConnected = true }
    }

    /// A station said what it is.
    package func introduce(_ station: StationID, _ boot: Boot) {
        let isWelcome = isWelcome(station)
        state.withLock { state in
            state.waiting[station]?.boot = boot
            guard isWelcome, state.boots[station] != nil || state.boots.count < Self.mostBoots else { return }
            state.boots[station] = boot
        }
    }

    /// The last connection of a station is gone.
    package func leave(_ station: StationID) {
        state.withLock { state in
            state.waiting[station]?.isConnected = false
            state.profiles[station] = nil
        }
    }

    /// Takes a waiting station into the site, for good; `false` if none of that name waits. If it is connected it is
    /// asked to introduce itself again soon. What it has to prove from its next connection on is settled first.
    package func claim(
        _ station: StationID, origin: String, credentials: StationCredentials? = nil
    ) async throws(RecordingError) -> Bool {
        guard isWaiting(station) else { return false }
        if let credentials { try await book.settle(credentials, of: station) }
        _ = try await environment.recorder.record(.claim(station, Claim(origin: origin)))
        state.withLock { state in
            state.claimed.insert(station)
            if let boot = state.waiting.removeValue(forKey: station)?.boot { state.boots[station] = boot }
        }
        return true
    }

    package func isWaiting(_ station: StationID) -> Bool { state.withLock { $0.waiting[station] != nil } }

    /// The least security profile the station may come with.
    package func leastProfile(of station: StationID) -> Int {
        max(policy.stations[station]?.securityProfile ?? 0, book[station]?.securityProfile ?? 0)
    }

    package func hasPassword(_ station: StationID) -> Bool {
        policy.stations[station]?.secret != nil || book[station]?.passwordHash != nil
    }

    /// The security profile that the station's connection amounts to; `nil` while it is not connected.
    package func profile(of station: StationID) -> Int? { state.withLock { $0.profiles[station] } }

    /// The station is told to come back with another security profile; `nil` when it is not, after all. Once it has,
    /// nothing less is accepted of it.
    package func expect(_ station: StationID, profile: Int?) async throws(RecordingError) {
        var credentials = book[station] ?? StationCredentials(securityProfile: 0)
        guard profile != nil || credentials.pendingProfile != nil else { return }
        credentials.expect(profile: profile, at: environment.wallClock.now.at)
        try await book.settle(credentials, of: station)
    }

    /// What to know before the station is to come with TLS; `nil` where there is nothing to know.
    package func adviceOnTLS(for station: StationID) -> String? {
        boot(of: station).flatMap { policy.profiles.match($0).switches.needsCAFile == true ? DoorTroubles.caFile : nil }
    }

    /// Once a minute: looks whether troubles at the door are over, or have become some.
    package func tidy() {
        var pending: [StationID: DoorTroubles.Pending] = [:]
        for (station, credentials) in book.credentials {
            let profile = credentials.pendingProfile.map { "security profile \($0)" }
            guard let what = profile ?? credentials.pendingHash.map({ _ in "its new password" }) else { continue }
            pending[station] = DoorTroubles.Pending(
                what: what, since: credentials.pendingSince,
                advice: profile == nil ? nil : adviceOnTLS(for: station))
        }
        state.withLock { $0.troubles.tidy(pending: pending, at: environment.wallClock.now.at) }
    }

    /// The station came back as it was told to: from now on that counts, and nothing less.
    func confirm(_ examination: Examination, _ profile: Int, _ withPendingPassword: Bool) async {
        let station = examination.station
        guard var credentials = book[station] else { return }
        let raised = credentials.pendingProfile.flatMap { profile >= $0 ? $0 : nil }
        guard withPendingPassword || raised != nil else { return }
        if withPendingPassword { credentials.confirmPassword() }
        if let raised { credentials.confirm(profile: raised) }
        do {
            try await book.settle(credentials, of: station)
        } catch {
            // What counted before still does, and the station's next connection tries again.
            environment.logger.warning(
                "What a station proves was not recorded.", metadata: ["station": "\(station)", "reason": "\(error)"])
            return
        }
        if withPendingPassword { desk.forget(station) }
        environment.logger.info(
            "Station proves more than before.",
            metadata: ["station": "\(station)", "profile": "\(credentials.securityProfile)"])
    }
}
