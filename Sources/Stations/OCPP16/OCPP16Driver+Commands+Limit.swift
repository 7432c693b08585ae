import Charging
import OCPP16
import Synchronization

// The one word of load management, in whatever form this station takes it.
extension OCPP16Driver {
    /// A way to say a limit; where the station refuses it, the next one is tried.
    private struct Way {
        var connector: Int
        var running: StationMemory.Running?
        var name: String {
            running.map { "TxProfile for transaction \($0.id) on connector \(connector)" }
                ?? "TxDefaultProfile for connector \(connector)"
        }
    }

    func limit(_ limit: CurrentLimit) async throws(CommandError) -> CommandResult {
        let remembered = memory.withLock { $0 }
        guard limit.evse == 0 else { return try await self.limit(limit, on: limit.evse, remembered) }
        // A TxDefaultProfile for all of them says nothing to a transaction that has a TxProfile.
        let isFree = remembered.numbers.allSatisfy { remembered.running(on: $0) == nil }
        var remarks: [String] = []
        if isFree, remembered.treatment.switches.chargingProfileConnectorZero != false {
            do throws(CommandError) {
                let whole = try await attempt([Way(connector: 0)], limit, remembered)
                guard whole.status != "Accepted", !remembered.numbers.isEmpty else { return whole }
                remarks = [whole.remark].compactMap { $0 }
            } catch {
                guard error.isRefusal, !remembered.numbers.isEmpty else { throw error }
                remarks = ["\(Way(connector: 0).name): refused."]
            }
        }
        var status = "Accepted"
        for connector in remembered.numbers.isEmpty ? [1] : remembered.numbers {
            let result = try await self.limit(limit, on: connector, remembered)
            if let remark = result.remark, !remarks.contains(remark) { remarks.append(remark) }
            // The others are to be limited all the same, but the whole did not succeed.
            if status == "Accepted" { status = result.status }
        }
        return result(StatusResponse(status: status), remarks)
    }

    private func limit(
        _ limit: CurrentLimit, on connector: Int, _ remembered: StationMemory
    ) async throws(CommandError) -> CommandResult {
        let standing = Way(connector: connector)
        guard let running = remembered.running(on: connector) else {
            return try await attempt([standing], limit, remembered)
        }
        return try await attempt([Way(connector: connector, running: running), standing], limit, remembered)
    }

    /// The first way the station accepts; if it accepts none, what it said to the last.
    private func attempt(
        _ ways: [Way], _ limit: CurrentLimit, _ remembered: StationMemory
    ) async throws(CommandError) -> CommandResult {
        var refused: [String] = []
        var fitting = ProfileFitting(remembered, at: now)
        for (index, way) in ways.enumerated() {
            fitting.running = remembered.running(on: way.connector)
            let profile = try fitting.fit(self.profile(limit, way, fitting))
            let call = SetChargingProfile(
                connectorId: way.connector,
                csChargingProfiles: OCPP16.ChargingProfile(profile, way.running == nil ? .txDefaultProfile : .txProfile)
            )
            do throws(CommandError) {
                let response = try await tell(call)
                let isLast = index == ways.count - 1
                if response.status == "Accepted" || isLast {
                    let said = response.status == "Accepted" ? "It was sent as \(way.name)." : "\(way.name): refused."
                    return result(response, refused + [said] + fitting.remarks)
                }
            } catch {
                guard error.isRefusal, index < ways.count - 1 else { throw error }
            }
            refused.append("\(way.name): refused.")
        }
        return result(StatusResponse(status: "Rejected"), refused)
    }

    /// What runs now and what the station falls back to by itself, in one schedule.
    private func profile(_ limit: CurrentLimit, _ way: Way, _ fitting: ProfileFitting) -> Charging.ChargingProfile {
        let safe = SafeCurrent(amperes: limit.safeAmperes, unit: fitting.unit ?? .ampere)
        var profile = Charging.ChargingProfile(
            id: way.running == nil
                ? ProfileIDs.standing(on: way.connector) : ProfileIDs.running(on: way.connector),
            purpose: way.running == nil ? .txDefaultProfile : .txProfile, transaction: way.running?.id,
            schedule: safe.schedule(limit: limit.amperes, at: now, after: limit.fallbackSeconds))
        if fitting.cannotTime {
            // Nothing can be said of later, so the lower of the two has to hold for ever.
            let lower = min(profile.schedule.periods[0].limit, profile.schedule.periods[1].limit)
            profile.schedule.periods = [.init(startSeconds: 0, limit: lower)]
        }
        return profile
    }
}
