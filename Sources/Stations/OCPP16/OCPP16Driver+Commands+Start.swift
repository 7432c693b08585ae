import Charging
import OCPP16
import Synchronization

// Remote starts, with all that stations make of them.
extension OCPP16Driver {
    func requestStart(
        _ tag: String, _ evse: Int?, _ profile: Charging.ChargingProfile?
    ) async throws(CommandError) -> CommandResult {
        let remembered = memory.withLock { $0 }
        let choice = remembered.choice(evse)
        guard !remembered.needsUnplugging(choice) else {
            throw remembered.treatment.refusal(
                "The cable has to be unplugged before this station starts another session; unplug it and try again",
                because: .unplugBeforeNextSession)
        }
        guard let profile else { return try await start(tag, choice, nil, []) }
        guard profile.purpose == .txProfile, profile.transaction == nil else {
            throw .unsupported("A remote start takes a TxProfile without a transaction; send the profile as one.")
        }
        if remembered.treatment.switches.profileInRemoteStart == false {
            return try await startThenLimit(tag, choice, profile)
        }
        var fitting = ProfileFitting(remembered, at: now)
        let fitted = try fitting.fit(profile)
        return try await start(tag, choice, OCPP16.ChargingProfile(fitted, .txProfile), fitting.remarks)
    }

    /// The station refuses a start that carries a profile: it gets that once the transaction runs.
    private func startThenLimit(
        _ tag: String, _ evse: Int?, _ profile: Charging.ChargingProfile
    ) async throws(CommandError) -> CommandResult {
        // Before the start is sent, for the transaction may be told before its answer is read here.
        memory.withLock { $0.awaited = StationMemory.Awaited(tag: tag, evse: evse, profile: profile) }
        do throws(CommandError) {
            let result = try await start(
                tag, evse, nil, ["This station takes no profile with a start; it is sent once the transaction runs."])
            if result.status != "Accepted" { memory.withLock { $0.awaited = nil } }
            return result
        } catch {
            memory.withLock { $0.awaited = nil }
            throw error
        }
    }

    /// After a refusal to choose a connector, one is named.
    private func start(
        _ tag: String, _ evse: Int?, _ profile: OCPP16.ChargingProfile?, _ remarks: [String]
    ) async throws(CommandError) -> CommandResult {
        let first = try await tell(RemoteStartTransaction(idTag: tag, connectorId: evse, chargingProfile: profile))
        guard evse == nil, first.status == "Rejected", let connector = memory.withLock({ $0.numbers.first }) else {
            return result(first, remarks)
        }
        let second = try await tell(
            RemoteStartTransaction(idTag: tag, connectorId: connector, chargingProfile: profile))
        return result(second, remarks + ["The station would not choose a connector; connector \(connector) was named."])
    }

    var now: Timestamp { conversation.environment.wallClock.now.at }
}
