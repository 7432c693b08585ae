import Charging

// Clouds number their reservations themselves, and are answered in the words of OCPP.
extension ReservationDesk {
    /// A place for a driver of that cloud. It is kept where its station cannot, too.
    func reserve(_ wish: Reservation, for cloud: UplinkName) async throws(CommandError) -> CommandResult {
        var wish = wish
        wish.cloud = cloud
        do throws(NotKept) {
            let kept = try await keep(wish, await site(), origin: cloud.rawValue)
            var result = CommandResult(status: "Accepted")
            if kept.heldBy == .gateway { result.remark = "The station cannot reserve, so others are refused here." }
            return result
        } catch {
            switch error {
            case .refused(let status, let sentence): return CommandResult(status: status, reason: sentence)
            case .unasked(_, let error): throw error
            case .unsettled(let error): return CommandResult(status: "Rejected", reason: "\(error)")
            }
        }
    }

    /// It ends no reservation but its own.
    func cancel(_ id: Int, at station: StationID, for cloud: UplinkName) async throws(CommandError) -> CommandResult {
        let known = await site().settled.reservations.list(at: station).first { $0.id == id }
        guard let known, known.cloud == cloud else {
            return CommandResult(status: "Rejected", reason: "This CSMS has no reservation \(id) at the station.")
        }
        if known.heldBy == .station {
            // Accepted or not: afterwards the station does not have it.
            _ = try await commands.perform(.cancelReservation(id: id), on: station, origin: cloud.rawValue)
        }
        do throws(ControlError) {
            guard let refusal = try await commands.recorder.settle(.reservationCancelled(id: id, at: station)) else {
                return CommandResult(status: "Accepted")
            }
            return CommandResult(status: "Rejected", reason: refusal)
        } catch {
            return CommandResult(status: "Rejected", reason: "\(error)")
        }
    }
}
