import Charging
import OCPP
import OCPP16
import Synchronization

// Local lists and reservations.
extension OCPP16Driver {
    func getLocalListVersion() async throws(CommandError) -> CommandResult {
        let version = try await tell(GetLocalListVersion()).listVersion
        var result = CommandResult(status: version < 0 ? "NotSupported" : "Accepted")
        result.listVersion = version
        return result
    }

    /// The caller sends a long list in parts; a part that is too long is refused before it is sent.
    func sendLocalList(_ update: LocalListUpdate) async throws(CommandError) -> CommandResult {
        if let most = memory.withLock({ $0.limits.localListChunk }), update.changes.count > most {
            throw .unsupported(
                "The station takes \(most) tags in one message and this has \(update.changes.count); "
                    + "send the list in parts of at most \(most).")
        }
        let fitting = update.changes.filter { $0.tag.fits16 }
        let call = SendLocalList(
            listVersion: update.version, updateType: update.kind == .full ? .full : .differential,
            localAuthorizationList: fitting.isEmpty ? nil : fitting.map { AuthorizationData($0) })
        let left = update.changes.count - fitting.count
        return result(
            try await tell(call),
            left == 0 ? [] : ["\(left) tags were left out, for they are longer than the 20 characters of OCPP 1.6."])
    }

    func reserve(_ reservation: Reservation) async throws(CommandError) -> CommandResult {
        let group = reservation.driver.group.flatMap { $0.fits16 ? $0.text : nil }
        return result(
            try await tell(
                ReserveNow(
                    connectorId: reservation.evse ?? 0, expiryDate: reservation.expires.inMilliseconds,
                    idTag: Text(reservation.driver.tag.text), reservationId: reservation.id,
                    parentIdTag: group.map { Text($0) })))
    }
}
