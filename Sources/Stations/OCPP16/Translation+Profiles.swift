import Charging
import OCPP
import OCPP16

// Charging profiles in the words of OCPP 1.6, and its schedules in those of the site.

extension OCPP16.ChargingProfile {
    init(_ profile: Charging.ChargingProfile, _ purpose: ChargingProfilePurpose) {
        self.init(
            chargingProfileId: profile.id, stackLevel: profile.stackLevel, chargingProfilePurpose: purpose,
            chargingProfileKind: OCPP16.ChargingProfileKind(rawValue: profile.kind.rawValue),
            chargingSchedule: OCPP16.ChargingSchedule(profile.schedule), transactionId: profile.transaction?.number,
            recurrencyKind: profile.recurrency.map { RecurrencyKind(rawValue: $0.rawValue) },
            validFrom: profile.validFrom?.inMilliseconds, validTo: profile.validTo?.inMilliseconds)
    }
}

extension ChargingProfilePurpose {
    /// `nil` for external constraints, which a 1.6 station is not told.
    init?(_ purpose: Charging.ChargingProfile.Purpose) {
        switch purpose {
        case .chargingStationMaxProfile: self = .chargePointMaxProfile
        case .txDefaultProfile: self = .txDefaultProfile
        case .txProfile: self = .txProfile
        case .chargingStationExternalConstraints: return nil
        }
    }
}

extension OCPP16.ChargingSchedule {
    init(_ schedule: Charging.ChargingSchedule) {
        self.init(
            chargingRateUnit: OCPP16.ChargingRateUnit(rawValue: schedule.unit.rawValue),
            chargingSchedulePeriod: schedule.periods.map {
                ChargingSchedulePeriod(
                    startPeriod: $0.startSeconds, limit: DecimalText($0.limit.description), numberPhases: $0.phases)
            },
            duration: schedule.durationSeconds, startSchedule: schedule.start?.inMilliseconds,
            minChargingRate: schedule.minimumRate.map { DecimalText($0.description) })
    }
}

extension CompositeSchedule {
    /// What a station answers when it is asked for `seconds` of it.
    init(
        _ answer: GetCompositeSchedule.Response, _ schedule: OCPP16.ChargingSchedule, evse: Int, seconds: Int,
        at now: Timestamp
    ) throws(CommandError) {
        guard let unit = RateUnit(rawValue: schedule.chargingRateUnit.rawValue) else {
            throw .unreadable("\(schedule.chargingRateUnit.rawValue.bounded) is no unit of a schedule.")
        }
        guard schedule.chargingSchedulePeriod.count <= StationBounds.periods else {
            throw .unreadable("The schedule has more than \(StationBounds.periods) periods.")
        }
        var periods: [Period] = []
        for period in schedule.chargingSchedulePeriod {
            guard let limit = ExactDecimal(period.limit.text) else {
                throw .unreadable("\(period.limit.text.bounded) is no limit of a schedule.")
            }
            periods.append(Period(startSeconds: period.startPeriod, limit: limit, phases: period.numberPhases))
        }
        let start = (answer.scheduleStart ?? schedule.startSchedule).flatMap { ISO8601($0)?.timestamp }
        self.init(
            evse: evse, start: start ?? Timestamp(seconds: now.seconds), durationSeconds: schedule.duration ?? seconds,
            unit: unit, periods: periods)
    }
}
