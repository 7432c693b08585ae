import Charging
import OCPP16
import Synchronization

// Charging profiles, in the forms this station takes.
extension OCPP16Driver {
    func setChargingProfile(
        _ profile: Charging.ChargingProfile, _ evse: Int
    ) async throws(CommandError) -> CommandResult {
        let remembered = memory.withLock { $0 }
        var (places, fitting) = (Places(evse, remembered), ProfileFitting(remembered, at: now))
        guard let purpose = places.purpose(of: profile) else {
            throw .unsupported("External constraints are the site's own; a station of OCPP 1.6 is not told them.")
        }
        var last = StatusResponse(status: "Rejected")
        for (index, place) in places.connectors.enumerated() {
            var copy = profile
            if index > 0 { copy.id = ProfileIDs.copy(of: profile.id, on: place) }
            fitting.running = remembered.running(on: place)
            if purpose == .txProfile { copy.transaction = copy.transaction ?? fitting.running?.id }
            let fitted = try fitting.fit(copy, shares: purpose == .txDefaultProfile ? places.shares(of: profile) : 1)
            last = try await tell(
                SetChargingProfile(
                    connectorId: place, csChargingProfiles: OCPP16.ChargingProfile(fitted, purpose)))
            guard last.status == "Accepted" else {
                if places.connectors.count > 1 { places.note("Connector \(place) said so; those before it accepted.") }
                break
            }
        }
        return result(last, places.remarks + fitting.remarks)
    }

    func clearChargingProfiles(_ criteria: ProfileCriteria) async throws(CommandError) -> CommandResult {
        let remembered = memory.withLock { $0 }
        var calls: [ClearChargingProfile] = []
        if criteria.ids.isEmpty {
            let purpose = criteria.purpose.flatMap { ChargingProfilePurpose($0) }
            guard purpose != nil || criteria.purpose == nil else {
                throw .unsupported("External constraints are the site's own; a station of OCPP 1.6 has none.")
            }
            let connectors: [Int?] = criteria.evse.map { Places($0, remembered).connectors } ?? [nil]
            calls = connectors.map {
                ClearChargingProfile(connectorId: $0, chargingProfilePurpose: purpose, stackLevel: criteria.stackLevel)
            }
        } else {
            let copies = Places(0, remembered).connectors.dropFirst()
            calls = criteria.ids.sorted().flatMap { id in
                [id] + copies.map { ProfileIDs.copy(of: id, on: $0) }
            }.map { ClearChargingProfile(id: $0) }
        }
        var statuses: [String] = []
        for call in calls { statuses.append(try await tell(call).status) }
        return CommandResult(status: statuses.contains("Accepted") ? "Accepted" : statuses.last ?? "Unknown")
    }

    func getCompositeSchedule(
        _ evse: Int, _ seconds: Int, _ unit: RateUnit?
    ) async throws(CommandError) -> CommandResult {
        let taken = ProfileFitting(memory.withLock { $0 }, at: now).unit
        let asked = taken ?? unit
        let response = try await tell(
            GetCompositeSchedule(
                connectorId: evse, duration: seconds,
                chargingRateUnit: asked.map { OCPP16.ChargingRateUnit(rawValue: $0.rawValue) }))
        var result = CommandResult(status: response.status)
        if let schedule = response.chargingSchedule {
            result.schedule = try CompositeSchedule(response, schedule, evse: evse, seconds: seconds, at: now)
        }
        if let taken, let unit, taken != unit {
            result.remark = "The station knows limits in \(taken.rawValue) only, so the schedule is in that unit."
        }
        return result
    }
}

/// The connectors a profile is sent to, which differ from what was asked where a station does not take connector 0.
struct Places {
    let connectors: [Int]
    private let known: Int
    private let switches: StationSwitches
    private(set) var remarks: [String] = []

    init(_ evse: Int, _ memory: StationMemory) {
        switches = memory.treatment.switches
        known = memory.numbers.count
        guard evse == 0, switches.chargingProfileConnectorZero == false else {
            connectors = [evse]
            return
        }
        connectors = memory.numbers.isEmpty ? [1] : memory.numbers
        remarks = ["This station takes no profiles for connector 0; each connector was sent its own."]
    }

    /// `nil` for what a station is not told.
    mutating func purpose(of profile: Charging.ChargingProfile) -> ChargingProfilePurpose? {
        guard isReplaced(profile) else { return ChargingProfilePurpose(profile.purpose) }
        note("This station does not obey a ChargePointMaxProfile; a TxDefaultProfile took its place.")
        return .txDefaultProfile
    }

    /// A limit for all connectors together cannot be said for each of them.
    func shares(of profile: Charging.ChargingProfile) -> Int { isReplaced(profile) ? max(1, known) : 1 }

    mutating func note(_ remark: String) { remarks.append(remark) }

    private func isReplaced(_ profile: Charging.ChargingProfile) -> Bool {
        profile.purpose == .chargingStationMaxProfile
            && (switches.chargePointMaxProfile == false || switches.chargingProfileConnectorZero == false)
    }
}

/// Ids of profiles that are the driver's own. Clouds count from 1.
enum ProfileIDs {
    /// The limit of whatever has no profile of its own, …
    static func standing(on connector: Int) -> Int { 2_000_000_000 + connector }
    /// … and that of the transaction that runs.
    static func running(on connector: Int) -> Int { 2_000_001_000 + connector }
    /// The same profile on a further connector: an id counts once in a whole station.
    static func copy(of id: Int, on connector: Int) -> Int { 1_900_000_000 + abs(id % 100_000) * 1000 + connector }
}
