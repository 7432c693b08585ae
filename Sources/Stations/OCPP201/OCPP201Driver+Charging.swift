import Charging
import OCPP
import OCPP201

// Smart charging: profiles, and the one limit of load management.
extension OCPP201Driver {
    func setChargingProfile(
        _ profile: Charging.ChargingProfile, _ evse: Int
    ) async throws(CommandError) -> CommandResult {
        guard profile.purpose != .chargingStationExternalConstraints else {
            throw .unsupported("External constraints are reported by stations; they are not set.")
        }
        var name: String?
        if profile.purpose == .txProfile {
            let running = await environment.names?.running(at: station)[evse]
            guard let transaction = profile.transaction ?? running else {
                throw .unsupported("No transaction runs on EVSE \(evse) that the profile could be for.")
            }
            name = try await self.name(of: transaction)
        }
        let call = SetChargingProfile(
            evseId: evse, chargingProfile: OCPP201.ChargingProfile(profile, transaction: name, at: now))
        return try await perform(call)
    }

    /// A profile that comes with a start is for the transaction that is yet to begin.
    func profile(
        forStart profile: Charging.ChargingProfile
    ) throws(CommandError) -> OCPP201.ChargingProfile {
        guard profile.purpose == .txProfile, profile.transaction == nil else {
            throw .unsupported("A profile that comes with a start has the purpose TxProfile and no transaction.")
        }
        return OCPP201.ChargingProfile(profile, transaction: nil, at: now)
    }

    /// Several ids take several messages; then it is enough if one of them was there.
    func clearChargingProfiles(_ criteria: ProfileCriteria) async throws(CommandError) -> CommandResult {
        guard !criteria.ids.isEmpty else {
            let isAll = criteria.evse == nil && criteria.purpose == nil && criteria.stackLevel == nil
            return try await perform(
                ClearChargingProfile(
                    chargingProfileCriteria: isAll
                        ? nil
                        : ClearChargingProfileCriterion(
                            evseId: criteria.evse, chargingProfilePurpose: criteria.purpose.map { .init($0) },
                            stackLevel: criteria.stackLevel)))
        }
        var result: CommandResult?
        for id in criteria.ids.sorted() {
            let one = try await perform(ClearChargingProfile(chargingProfileId: id))
            if result?.status != "Accepted" { result = one }
        }
        return result ?? CommandResult(status: "Unknown")
    }

    func getChargingProfiles(_ criteria: ProfileCriteria) async throws(CommandError) -> CommandResult {
        let criterion =
            criteria.ids.isEmpty
            ? ChargingProfileCriterion(
                chargingProfilePurpose: criteria.purpose.map { .init($0) }, stackLevel: criteria.stackLevel)
            : ChargingProfileCriterion(chargingProfileId: criteria.ids.sorted())
        var result = try await perform(
            GetChargingProfiles(
                requestId: environment.numbers.next(), chargingProfile: criterion, evseId: criteria.evse))
        if result.status == "Accepted" { result.remark = "The profiles follow as messages of the station." }
        return result
    }

    func getCompositeSchedule(
        _ evse: Int, _ seconds: Int, _ unit: RateUnit?
    ) async throws(CommandError) -> CommandResult {
        let response = try await caller.ask(
            GetCompositeSchedule(
                duration: seconds, evseId: evse, chargingRateUnit: unit.map { .init(rawValue: $0.rawValue) }))
        var result = CommandResult(status: response.status, reason: response.statusInfo?.sentence)
        result.schedule = response.schedule.flatMap { Charging.CompositeSchedule($0) }
        return result
    }

    /// A running transaction gets a profile of its own; for those to come there is a default. Both end in what the
    /// station may draw for ever, so that it steps down by itself when nobody talks to it any more.
    func limit(_ limit: CurrentLimit) async throws(CommandError) -> CommandResult {
        let safe = SafeCurrent(amperes: limit.safeAmperes)
        let schedule = safe.schedule(limit: limit.amperes, at: now, after: limit.fallbackSeconds)
        let running = await environment.names?.running(at: station) ?? [:]
        let evses = running.keys.filter { $0 > 0 && (limit.evse == 0 || limit.evse == $0) }.sorted()
        var results: [CommandResult] = []
        for evse in evses {
            let profile = Charging.ChargingProfile(
                id: ReservedProfile.transaction(on: evse), purpose: .txProfile, transaction: running[evse],
                schedule: schedule)
            results.append(try await setChargingProfile(profile, evse))
        }
        if limit.evse == 0 || evses.isEmpty {
            let profile = Charging.ChargingProfile(
                id: ReservedProfile.standing(on: limit.evse), purpose: .txDefaultProfile, schedule: schedule)
            results.append(try await setChargingProfile(profile, limit.evse))
        }
        return results.first { $0.status != "Accepted" } ?? results[0]
    }

    private var now: Timestamp { environment.wallClock.now.at }
}

/// The profiles of load management: always the same ones, because in OCPP 2.0.1 only the same id replaces a profile.
private enum ReservedProfile {
    static let first = 900_000

    static func standing(on evse: Int) -> Int { first + 2 * evse }
    static func transaction(on evse: Int) -> Int { first + 2 * evse + 1 }
}
