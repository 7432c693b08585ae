package import Charging

/// Knows what stations call their transactions. Commands carry the site's own ids; a station of OCPP 2 only knows the
/// name it gave itself.
package protocol TransactionNames: Sendable {
    /// `nil` where no such transaction runs at the station, or it has no name.
    func name(of transaction: TransactionID, at station: StationID) async -> String?
    /// What runs on the station's EVSEs, by their number.
    func running(at station: StationID) async -> [Int: String]
}
