/// A limit for charging that holds by itself: when it counts, for whom, and how it runs over time.
///
/// OCPP 1.6 calls the first purpose ChargePointMaxProfile; all else has the same name in both versions.
package struct ChargingProfile: Hashable, Codable, Sendable {
    package enum Purpose: String, Codable, Sendable, CaseIterable {
        /// For all EVSEs of the station together.
        case chargingStationMaxProfile = "ChargingStationMaxProfile"
        /// For every transaction that has no profile of its own.
        case txDefaultProfile = "TxDefaultProfile"
        /// For one transaction.
        case txProfile = "TxProfile"
        /// From outside OCPP: the grid operator or the site's load management. Reported to clouds, never set by them.
        case chargingStationExternalConstraints = "ChargingStationExternalConstraints"
    }

    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// From a moment of the calendar on.
        case absolute = "Absolute"
        /// Again every day or every week.
        case recurring = "Recurring"
        /// From the start of the transaction on.
        case relative = "Relative"
    }

    package enum Recurrency: String, Codable, Sendable, CaseIterable {
        case daily = "Daily"
        case weekly = "Weekly"

        /// Days are those of UTC, so no day is an hour longer or shorter than the others.
        package var seconds: Int64 { self == .daily ? 86_400 : 7 * 86_400 }
    }

    package var id: Int
    /// Of two profiles with one purpose the one on the higher level counts.
    package var stackLevel: Int
    package var purpose: Purpose
    package var kind: Kind
    package var recurrency: Recurrency?
    package var validFrom: Timestamp?
    /// The first moment at which it counts no more.
    package var validTo: Timestamp?
    package var transaction: TransactionID?
    package var schedule: ChargingSchedule
    /// What a cloud asked for, where `schedule` is that under the limit of the site; `nil` for profiles of people.
    package var wished: ChargingSchedule?

    package init(
        id: Int, stackLevel: Int = 0, purpose: Purpose, kind: Kind = .absolute, recurrency: Recurrency? = nil,
        validFrom: Timestamp? = nil, validTo: Timestamp? = nil, transaction: TransactionID? = nil,
        schedule: ChargingSchedule
    ) {
        self.id = id
        self.stackLevel = stackLevel
        self.purpose = purpose
        self.kind = kind
        self.recurrency = recurrency
        self.validFrom = validFrom
        self.validTo = validTo
        self.transaction = transaction
        self.schedule = schedule
    }

    /// The profile with the start that OCPP 1.6 lets an absolute or recurring schedule go without: it then begins when
    /// it arrives.
    package func starting(at moment: Timestamp) -> ChargingProfile {
        guard kind != .relative, schedule.start == nil else { return self }
        var copy = self
        copy.schedule.start = Timestamp(seconds: moment.seconds)
        return copy
    }
}
