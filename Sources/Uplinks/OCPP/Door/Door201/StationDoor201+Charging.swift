import Charging
import OCPP
import OCPP201

// Smart charging. OCPP 2.0.1, functional block K.
extension StationDoor201 {
    func setChargingProfile(_ call: SetChargingProfile) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", others: ["NotSupported": "Rejected"])) {
            () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let (profile, remark) = try keeper.admitted(
                try await profile(call.chargingProfile), on: call.evseId, await keeper.facts())
            var result = try await keeper.order(.setChargingProfile(profile, evse: call.evseId))
            result.remark = remark ?? result.remark
            return result
        }
    }

    func clearChargingProfile(_ call: ClearChargingProfile) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Unknown", others: ["NotFound": "Unknown"])) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let criterion = call.chargingProfileCriteria
            let purpose = try criterion?.chargingProfilePurpose.map { word throws(Refusal) in try Self.purpose(word) }
            let wish = ProfileCriteria(
                ids: call.chargingProfileId.map { [$0] } ?? [], evse: criterion?.evseId, purpose: purpose,
                stackLevel: criterion?.stackLevel)
            guard let criteria = keeper.admitted(wish, await keeper.facts()) else {
                return CommandResult(status: "Unknown")
            }
            return try await keeper.order(.clearChargingProfiles(criteria))
        }
    }

    /// Answered from what the site knows the station has agreed to: a station of 1.6 cannot be asked.
    func getChargingProfiles(_ call: GetChargingProfiles) async throws(Refusal) -> CloudDoorAnswer {
        let criterion = call.chargingProfile
        let purpose = try criterion.chargingProfilePurpose.map { word throws(Refusal) in try Self.purpose(word) }
        let wish = ProfileCriteria(
            ids: Set(criterion.chargingProfileId ?? []), evse: call.evseId, purpose: purpose,
            stackLevel: criterion.stackLevel)
        let sources = criterion.chargingLimitSource?.elements
        let found = await keeper.facts().profiles.list(wish).filter {
            sources?.contains(Self.source(of: $0.profile)) ?? true
        }
        var reports: [ReportChargingProfiles] = []
        for installed in found {
            let name: String? =
                if let id = installed.profile.transaction { await keeper.transactions.theirs(of: id) } else { nil }
            reports.append(
                ReportChargingProfiles(
                    requestId: call.requestId, chargingLimitSource: Self.source(of: installed.profile),
                    chargingProfile: [OCPP201.ChargingProfile(installed.profile, transaction: name)],
                    evseId: installed.evse, tbc: true))
        }
        guard !reports.isEmpty else { return .result(StatusResponse(status: "NoProfiles")) }
        reports[reports.count - 1].tbc = false
        return .result(StatusResponse(status: "Accepted"), then: keeper.following(reports))
    }

    func getCompositeSchedule(_ call: GetCompositeSchedule) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Rejected", others: ["NotSupported": "Rejected"])
        var schedule: Charging.CompositeSchedule?
        let verdict = try await verdict(words) { () throws(Refusal) in
            try await keeper.facts().check(call.evseId)
            guard (1...31_536_000).contains(call.duration) else {
                throw .refused("InvalidValue", "duration is a number of seconds from 1 to 31536000.")
            }
            let unit = call.chargingRateUnit.flatMap { RateUnit(rawValue: $0.rawValue) }
            guard (unit == nil) == (call.chargingRateUnit == nil) else {
                throw .refused("UnsupportedRateUnit", "chargingRateUnit is A or W.")
            }
            let result = try await keeper.ask(
                .getCompositeSchedule(evse: call.evseId, seconds: call.duration, unit: unit))
            schedule = result.schedule
            return result
        }
        return .result(
            GetCompositeSchedule.Response(
                status: verdict.status, statusInfo: StatusInfo(verdict),
                schedule: verdict.status == "Accepted" ? schedule.flatMap { .init($0) } : nil))
    }

    /// The profile in the site's words, with the site's name for its transaction.
    func profile(_ told: OCPP201.ChargingProfile) async throws(Refusal) -> Charging.ChargingProfile {
        guard let kind = Charging.ChargingProfile.Kind(rawValue: told.chargingProfileKind.rawValue) else {
            throw .refused("UnsupportedParam", "chargingProfileKind is Absolute, Recurring or Relative here.")
        }
        guard told.chargingSchedule.elements.count == 1 else {
            throw .refused("InvalidSchedule", "A profile has one schedule here; send one.")
        }
        var transaction: TransactionID?
        if let theirs = told.transactionId { transaction = try await keeper.transaction(theirs.text) }
        let recurrency = told.recurrencyKind.flatMap { Charging.ChargingProfile.Recurrency(rawValue: $0.rawValue) }
        guard (recurrency == nil) == (told.recurrencyKind == nil) else {
            throw .refused("InvalidProfile", "recurrencyKind is Daily or Weekly.")
        }
        return Charging.ChargingProfile(
            id: told.id, stackLevel: told.stackLevel, purpose: try Self.purpose(told.chargingProfilePurpose),
            kind: kind, recurrency: recurrency, validFrom: try keeper.moment(told.validFrom, "validFrom"),
            validTo: try keeper.moment(told.validTo, "validTo"), transaction: transaction,
            schedule: try schedule(told.chargingSchedule.elements[0]))
    }

    private func schedule(_ told: OCPP201.ChargingSchedule) throws(Refusal) -> Charging.ChargingSchedule {
        guard let unit = RateUnit(rawValue: told.chargingRateUnit.rawValue) else {
            throw .refused("UnsupportedRateUnit", "chargingRateUnit is A or W.")
        }
        var periods: [Charging.ChargingSchedule.Period] = []
        for period in told.chargingSchedulePeriod.elements {
            guard let limit = period.limit.flatMap({ ExactDecimal($0.text) }) else {
                throw .refused("InvalidSchedule", "Each period has a limit here, which is a decimal number.")
            }
            periods.append(
                .init(
                    startSeconds: period.startPeriod, limit: limit, phases: period.numberPhases,
                    phaseToUse: period.phaseToUse))
        }
        return Charging.ChargingSchedule(
            id: told.id, unit: unit, start: try keeper.moment(told.startSchedule, "startSchedule"),
            durationSeconds: told.duration, minimumRate: told.minChargingRate.flatMap { ExactDecimal($0.text) },
            periods: periods)
    }

    private static func purpose(_ word: ChargingProfilePurpose) throws(Refusal) -> Charging.ChargingProfile.Purpose {
        guard let purpose = Charging.ChargingProfile.Purpose(rawValue: word.rawValue) else {
            throw .refused("UnsupportedParam", "Profiles for \(word.rawValue.prefix(50)) are not known here.")
        }
        return purpose
    }

    private static func source(of profile: Charging.ChargingProfile) -> ChargingLimitSource {
        profile.purpose == .chargingStationExternalConstraints ? .ems : .cso
    }
}
