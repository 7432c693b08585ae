/// A limit on charging: when it holds, for whom, and how much it allows. OCPP 1.6, section 7.8.
package struct ChargingProfile: Codable, Hashable, Sendable {
    package var chargingProfileId: Int
    /// The higher one wins among profiles of the same purpose.
    package var stackLevel: Int
    package var chargingProfilePurpose: ChargingProfilePurpose
    package var chargingProfileKind: ChargingProfileKind
    package var chargingSchedule: ChargingSchedule
    /// Only for the purpose `TxProfile`.
    package var transactionId: Int32?
    package var recurrencyKind: RecurrencyKind?
    /// ISO 8601.
    package var validFrom: String?
    /// ISO 8601.
    package var validTo: String?

    package init(
        chargingProfileId: Int, stackLevel: Int, chargingProfilePurpose: ChargingProfilePurpose,
        chargingProfileKind: ChargingProfileKind, chargingSchedule: ChargingSchedule, transactionId: Int32? = nil,
        recurrencyKind: RecurrencyKind? = nil, validFrom: String? = nil, validTo: String? = nil
    ) {
        self.chargingProfileId = chargingProfileId
        self.stackLevel = stackLevel
        self.chargingProfilePurpose = chargingProfilePurpose
        self.chargingProfileKind = chargingProfileKind
        self.chargingSchedule = chargingSchedule
        self.transactionId = transactionId
        self.recurrencyKind = recurrencyKind
        self.validFrom = validFrom
        self.validTo = validTo
    }
}
