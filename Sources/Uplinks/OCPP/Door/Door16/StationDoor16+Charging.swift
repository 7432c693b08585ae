import Charging
import OCPP
import OCPP16

// Smart charging.
extension StationDoor16 {
    func setChargingProfile(_ call: SetChargingProfile) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", "NotSupported")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            // Other than most messages, this one answers an unknown connector with an error (section 5.16).
            guard call.connectorId >= 0,
                call.connectorId == 0 || facts.evses.isEmpty
                    || facts.evses.contains(call.connectorId)
            else { throw .malformed("The station has no connector \(call.connectorId); name one it has.") }
            let profile = try keeper.admitted(
                try await self.profile(call.csChargingProfiles), on: call.connectorId, facts
            ).profile
            return try await keeper.order(.setChargingProfile(profile, evse: call.connectorId))
        }
    }

    func clearChargingProfile(_ call: ClearChargingProfile) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Unknown", others: ["NotFound": "Unknown"])) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let purpose = try call.chargingProfilePurpose.map { word throws(Refusal) in try Self.purpose(word) }
            let wish = ProfileCriteria(
                ids: call.id.map { [$0] } ?? [], evse: call.connectorId, purpose: purpose, stackLevel: call.stackLevel)
            guard let criteria = keeper.admitted(wish, await keeper.facts()) else {
                return CommandResult(status: "Unknown")
            }
            return try await keeper.order(.clearChargingProfiles(criteria))
        }
    }

    func getCompositeSchedule(_ call: GetCompositeSchedule) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Rejected", others: ["NotSupported": "Rejected"])
        do throws(Refusal) {
            try await keeper.facts().check(call.connectorId)
            guard (1...31_536_000).contains(call.duration) else {
                throw .malformed("duration is a number of seconds from 1 to 31536000.")
            }
            let unit = try call.chargingRateUnit.map { word throws(Refusal) in try Self.unit(word) }
            let result = try await keeper.ask(
                .getCompositeSchedule(evse: call.connectorId, seconds: call.duration, unit: unit))
            var response = GetCompositeSchedule.Response(status: try words.verdict(on: result).status)
            guard response.status == "Accepted" else { return .result(response) }
            response.connectorId = call.connectorId
            if let schedule = result.schedule {
                response.scheduleStart = schedule.start.wireText
                response.chargingSchedule = OCPP16.ChargingSchedule(schedule)
            }
            return .result(response)
        } catch {
            return .result(GetCompositeSchedule.Response(status: try words.verdict(on: error).status))
        }
    }

    /// The profile in the site's words, with the site's name for its transaction.
    func profile(_ told: OCPP16.ChargingProfile) async throws(Refusal) -> Charging.ChargingProfile {
        guard let kind = Charging.ChargingProfile.Kind(rawValue: told.chargingProfileKind.rawValue) else {
            throw .malformed("chargingProfileKind is Absolute, Recurring or Relative.")
        }
        var transaction: TransactionID?
        if let theirs = told.transactionId { transaction = try await keeper.transaction(String(theirs)) }
        let recurrency = told.recurrencyKind.flatMap { Charging.ChargingProfile.Recurrency(rawValue: $0.rawValue) }
        guard (recurrency == nil) == (told.recurrencyKind == nil) else {
            throw .malformed("recurrencyKind is Daily or Weekly.")
        }
        return Charging.ChargingProfile(
            id: told.chargingProfileId, stackLevel: told.stackLevel,
            purpose: try Self.purpose(told.chargingProfilePurpose), kind: kind, recurrency: recurrency,
            validFrom: try keeper.moment(told.validFrom, "validFrom"),
            validTo: try keeper.moment(told.validTo, "validTo"), transaction: transaction,
            schedule: try schedule(told.chargingSchedule))
    }

    private func schedule(_ told: OCPP16.ChargingSchedule) throws(Refusal) -> Charging.ChargingSchedule {
        var periods: [Charging.ChargingSchedule.Period] = []
        for period in told.chargingSchedulePeriod {
            guard let limit = ExactDecimal(period.limit.text) else { throw .malformed("A limit is a decimal number.") }
            periods.append(.init(startSeconds: period.startPeriod, limit: limit, phases: period.numberPhases))
        }
        var minimum: ExactDecimal?
        if let rate = told.minChargingRate {
            guard let number = ExactDecimal(rate.text) else { throw .malformed("minChargingRate is a decimal number.") }
            minimum = number
        }
        return Charging.ChargingSchedule(
            unit: try Self.unit(told.chargingRateUnit), start: try keeper.moment(told.startSchedule, "startSchedule"),
            durationSeconds: told.duration, minimumRate: minimum, periods: periods)
    }

    private static func purpose(_ word: ChargingProfilePurpose) throws(Refusal) -> Charging.ChargingProfile.Purpose {
        switch word {
        case .chargePointMaxProfile: return .chargingStationMaxProfile
        case .txDefaultProfile: return .txDefaultProfile
        case .txProfile: return .txProfile
        default:
            throw .malformed("chargingProfilePurpose is ChargePointMaxProfile, TxDefaultProfile or TxProfile.")
        }
    }

    private static func unit(_ word: OCPP16.ChargingRateUnit) throws(Refusal) -> RateUnit {
        guard let unit = RateUnit(rawValue: word.rawValue) else { throw .malformed("chargingRateUnit is A or W.") }
        return unit
    }
}

extension OCPP16.ChargingSchedule {
    /// Where nothing limits the station there is nothing to write, which 1.6 says by leaving the schedule out.
    fileprivate init?(_ schedule: CompositeSchedule) {
        let limited = schedule.periods.compactMap { period in
            period.limit.map {
                ChargingSchedulePeriod(
                    startPeriod: period.startSeconds, limit: DecimalText(tenthsOf: $0), numberPhases: period.phases)
            }
        }
        guard limited.count == schedule.periods.count, !limited.isEmpty else { return nil }
        self.init(
            chargingRateUnit: OCPP16.ChargingRateUnit(rawValue: schedule.unit.rawValue),
            chargingSchedulePeriod: limited, duration: schedule.durationSeconds,
            startSchedule: schedule.start.wireText)
    }
}
