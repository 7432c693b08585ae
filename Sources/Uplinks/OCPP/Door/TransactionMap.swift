package import Charging

/// Whose transaction is whose, between this site and one CSMS.
package protocol TransactionMap: Sendable {
    /// `nil` where the CSMS speaks of a transaction that is not known by that name.
    func transaction(theirs: String) async -> TransactionID?
    func theirs(of transaction: TransactionID) async -> String?
    /// A start was asked for; the transaction that comes of it is told with that number (2.0.1).
    func expect(remoteStart: Int, tag: String, evse: Int?) async
    /// The start was refused: what begins now did not come of it.
    func forget(remoteStart: Int) async
    /// Messages about the transaction still wait to be sent; `nil` means about any.
    func hasQueued(theirs: String?) async -> Bool
}
