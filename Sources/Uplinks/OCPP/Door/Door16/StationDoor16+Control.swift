import Charging
import OCPP
import OCPP16

// Transactions, connectors and the station as a whole.
extension StationDoor16 {
    func remoteStart(_ call: RemoteStartTransaction) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            try await keeper.checkAccepted()
            let facts = await keeper.facts()
            let tag = await meant(call.idTag.text)
            _ = try keeper.tag(tag, facts)
            let evse = call.connectorId.flatMap { $0 == 0 ? nil : $0 }
            try facts.check(evse ?? 0)
            var profile: Charging.ChargingProfile?
            if let wish = call.chargingProfile {
                let told = try await self.profile(wish)
                profile = try keeper.admitted(told, on: evse ?? 1, facts, comesWithStart: true).profile
            }
            return try await keeper.order(.requestStart(tag: tag, evse: evse, profile: profile))
        }
    }

    func remoteStop(_ call: RemoteStopTransaction) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            try await keeper.checkAccepted()
            return try await keeper.order(
                .requestStop(try await keeper.transaction(String(call.transactionId))))
        }
    }

    /// `Soft` ends transactions in order and restarts then. So does `Immediate` in OCPP 2.0.1, where the other word
    /// waits for transactions to end by themselves.
    func reset(_ call: Reset) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", others: ["Scheduled": "Accepted"])) {
            () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            let isSoft = call.type == .soft && !facts.isNew
            return try await keeper.order(.reset(isSoft ? .soft : .hard))
        }
    }

    func unlock(_ call: UnlockConnector) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords(
            "Unlocked", "UnlockFailed", "NotSupported", refused: "UnlockFailed",
            others: ["UnknownConnector": "NotSupported", "OngoingAuthorizedTransaction": "UnlockFailed"])
        return try await status(words) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let evses = await keeper.facts().evses
            guard call.connectorId > 0, evses.isEmpty || evses.contains(call.connectorId) else {
                throw .unsupported("The station has no connector \(call.connectorId) that could be unlocked.")
            }
            return try await keeper.order(.unlock(evse: call.connectorId))
        }
    }

    func changeAvailability(_ call: ChangeAvailability) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", "Scheduled")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            try await keeper.facts().check(call.connectorId)
            return try await keeper.order(
                .changeAvailability(evse: call.connectorId, operative: call.type == .operative))
        }
    }

    func reserve(_ call: ReserveNow) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Faulted", "Occupied", "Rejected", "Unavailable")) {
            () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            try facts.check(call.connectorId)
            let holder = TagHolder(
                tag: try keeper.tag(await meant(call.idTag.text), facts),
                group: call.parentIdTag.flatMap { Tag($0.text) })
            let expires: Timestamp = try keeper.moment(call.expiryDate, "expiryDate")
            guard expires > keeper.now else {
                throw .refused("InvalidValue", ReservationBook.Refusal.expired.description)
            }
            return try await keeper.order(
                .reserve(
                    Reservation(
                        id: call.reservationId, station: keeper.station, evse: call.connectorId, driver: holder,
                        expires: expires, created: keeper.now, heldBy: .station)))
        }
    }

    func transfer(_ call: OCPP16.DataTransfer) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords(
            "Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId", unsupported: "UnknownVendorId")
        do throws(Refusal) {
            let result = try await keeper.order(
                .transfer(
                    Charging.DataTransfer(
                        vendor: call.vendorId.text, message: call.messageId?.text, data: call.data?.text)))
            return .result(
                OCPP16.DataTransfer.Response(status: try words.verdict(on: result).status, data: result.data))
        } catch {
            return .result(OCPP16.DataTransfer.Response(status: try words.verdict(on: error).status))
        }
    }

    /// What is the link's own comes from the link; the rest is asked of the station, whose messages arrive as any
    /// others do.
    func trigger(_ message: String, _ connector: Int?) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Rejected", "NotImplemented", unsupported: "NotImplemented")
        let own: (@Sendable () async -> Void)?
        do throws(Refusal) {
            own = try await keeper.triggered(message, evse: connector.flatMap { $0 == 0 ? nil : $0 })
        } catch {
            return .result(StatusResponse(status: try words.verdict(on: error).status))
        }
        if let own { return .result(StatusResponse(status: "Accepted"), then: own) }
        return try await status(words) { () throws(Refusal) in
            try await keeper.order(.trigger(message: message, evse: connector))
        }
    }
}
