import Charging
import OCPP
import OCPP201

// Charging profiles in the words of OCPP 2.0.1, and back.

extension OCPP201.ChargingProfile {
    /// `name` is what the station calls the profile's transaction.
    init(_ profile: Charging.ChargingProfile, transaction name: String?, at now: Timestamp) {
        let profile = profile.starting(at: now)
        self.init(
            id: profile.id, stackLevel: profile.stackLevel, chargingProfilePurpose: .init(profile.purpose),
            chargingProfileKind: .init(rawValue: profile.kind.rawValue),
            // The schema allows a limit one digit behind the point; down, so that it stays below what was asked for.
            chargingSchedule: [OCPP201.ChargingSchedule(profile.schedule.withinTenths, of: profile.id)],
            recurrencyKind: profile.recurrency.map { .init(rawValue: $0.rawValue) },
            validFrom: profile.validFrom?.inMilliseconds, validTo: profile.validTo?.inMilliseconds,
            transactionId: name.map { Text($0) })
    }
}

extension ChargingProfilePurpose {
    init(_ purpose: Charging.ChargingProfile.Purpose) { self.init(rawValue: purpose.rawValue) }
}

extension OCPP201.ChargingSchedule {
    /// A schedule that has no id of its own, as in OCPP 1.6, takes that of its profile.
    fileprivate init(_ schedule: Charging.ChargingSchedule, of profile: Int) {
        self.init(
            id: schedule.id == 0 ? profile : schedule.id,
            chargingRateUnit: OCPP201.ChargingRateUnit(rawValue: schedule.unit.rawValue),
            chargingSchedulePeriod: List(
                schedule.periods.map {
                    ChargingSchedulePeriod(
                        startPeriod: $0.startSeconds, limit: DecimalText(roundingDown: $0.limit),
                        numberPhases: $0.phases, phaseToUse: $0.phaseToUse)
                }),
            startSchedule: schedule.start?.inMilliseconds, duration: schedule.durationSeconds,
            minChargingRate: schedule.minimumRate.map { DecimalText(roundingDown: $0) })
    }
}

extension DecimalText {
    /// Limits are positive, and what is cut off makes them smaller.
    fileprivate init(roundingDown number: ExactDecimal) {
        let text = number.description
        guard let point = text.firstIndex(of: ".") else {
            self.init(text)
            return
        }
        self.init(String(text[..<point]) + text[point...].prefix(places + 1))
    }
}

extension Charging.CompositeSchedule {
    /// `nil` when it is in no unit that is known here, or its start cannot be read.
    init?(_ schedule: OCPP201.CompositeSchedule) {
        guard let unit = RateUnit(rawValue: schedule.chargingRateUnit.rawValue),
            let start = ISO8601(schedule.scheduleStart)?.timestamp
        else { return nil }
        self.init(
            evse: schedule.evseId, start: start, durationSeconds: schedule.duration, unit: unit,
            periods: schedule.chargingSchedulePeriod.map {
                Period(
                    startSeconds: $0.startPeriod, limit: $0.limit.flatMap { ExactDecimal($0.text) },
                    phases: $0.numberPhases, phaseToUse: $0.phaseToUse)
            })
    }
}
