package import Charging

/// Knows what runs at the stations, and what those that name their transactions themselves call it: commands carry the
/// site's own ids, and a station of OCPP 2 only knows the name it gave.
package protocol TransactionNames: Sendable {
    /// `nil` where the station has no such transaction, or did not name it.
    func name(of transaction: TransactionID, at station: StationID) async -> String?
    /// What runs on the station's EVSEs, by their number.
    func running(at station: StationID) async -> [Int: TransactionID]
    /// The newest register the record has of a running transaction, and when that was.
    func lastSample(
        of transaction: TransactionID, at station: StationID
    ) async -> (register: ExactDecimal, at: Timestamp)?
}
