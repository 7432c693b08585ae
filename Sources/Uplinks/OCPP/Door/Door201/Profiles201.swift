import Charging
import OCPP
import OCPP201

// Charging profiles as they are told to a CSMS.

extension OCPP201.ChargingProfile {
    /// `name` is what the CSMS calls the profile's transaction.
    init(_ profile: Charging.ChargingProfile, transaction name: String?) {
        let schedule = profile.schedule
        self.init(
            id: profile.id, stackLevel: profile.stackLevel,
            chargingProfilePurpose: .init(rawValue: profile.purpose.rawValue),
            chargingProfileKind: .init(rawValue: profile.kind.rawValue),
            chargingSchedule: [
                OCPP201.ChargingSchedule(
                    id: schedule.id == 0 ? profile.id : schedule.id,
                    chargingRateUnit: .init(rawValue: schedule.unit.rawValue),
                    chargingSchedulePeriod: List(
                        schedule.periods.map {
                            ChargingSchedulePeriod(
                                startPeriod: $0.startSeconds, limit: DecimalText(tenthsOf: $0.limit),
                                numberPhases: $0.phases, phaseToUse: $0.phaseToUse)
                        }),
                    startSchedule: schedule.start?.wireText, duration: schedule.durationSeconds,
                    minChargingRate: schedule.minimumRate.map { DecimalText(tenthsOf: $0) })
            ],
            recurrencyKind: profile.recurrency.map { .init(rawValue: $0.rawValue) },
            validFrom: profile.validFrom?.wireText, validTo: profile.validTo?.wireText,
            transactionId: name.map { Text($0) })
    }
}

extension OCPP201.CompositeSchedule {
    /// Where nothing limits the station there is nothing to write, which is said by leaving the schedule out.
    init?(_ schedule: Charging.CompositeSchedule) {
        let limited = schedule.periods.compactMap { period in
            period.limit.map {
                ChargingSchedulePeriod(
                    startPeriod: period.startSeconds, limit: DecimalText(tenthsOf: $0), numberPhases: period.phases,
                    phaseToUse: period.phaseToUse)
            }
        }
        guard limited.count == schedule.periods.count, !limited.isEmpty else { return nil }
        self.init(
            chargingSchedulePeriod: limited, evseId: schedule.evse, duration: schedule.durationSeconds,
            scheduleStart: schedule.start.wireText, chargingRateUnit: .init(rawValue: schedule.unit.rawValue))
    }
}
