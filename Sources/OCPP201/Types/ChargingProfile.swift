package import OCPP

/// A limit on charging: when it holds, for whom, and how much it allows.
package struct ChargingProfile: Codable, Hashable, Sendable {
    package var id: Int
    /// The higher one wins among profiles of the same purpose.
    package var stackLevel: Int
    package var chargingProfilePurpose: ChargingProfilePurpose
    package var chargingProfileKind: ChargingProfileKind
    package var chargingSchedule: List<ChargingSchedule, 3>
    package var recurrencyKind: RecurrencyKind?
    /// ISO 8601.
    package var validFrom: String?
    /// ISO 8601.
    package var validTo: String?
    /// Only for the purpose `TxProfile`.
    package var transactionId: Text<36>?

    package init(
        id: Int, stackLevel: Int, chargingProfilePurpose: ChargingProfilePurpose,
        chargingProfileKind: ChargingProfileKind, chargingSchedule: List<ChargingSchedule, 3>,
        recurrencyKind: RecurrencyKind? = nil, validFrom: String? = nil, validTo: String? = nil,
        transactionId: Text<36>? = nil
    ) {
        self.id = id
        self.stackLevel = stackLevel
        self.chargingProfilePurpose = chargingProfilePurpose
        self.chargingProfileKind = chargingProfileKind
        self.chargingSchedule = chargingSchedule
        self.recurrencyKind = recurrencyKind
        self.validFrom = validFrom
        self.validTo = validTo
        self.transactionId = transactionId
    }
}
