import Charging
import OCPP
import OCPP201

// Transactions, connectors and the station as a whole.
extension StationDoor201 {
    func requestStart(_ call: RequestStartTransaction) async throws(Refusal) -> CloudDoorAnswer {
        let facts = await keeper.facts()
        let verdict = try await verdict(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            try await keeper.checkAccepted()
            try facts.check(call.evseId ?? 0)
            _ = try tag(call.idToken, facts)
            var profile: Charging.ChargingProfile?
            var remark: String?
            if let wish = call.chargingProfile {
                (profile, remark) = try keeper.admitted(
                    try await self.profile(wish), on: call.evseId ?? 1, facts, comesWithStart: true)
            }
            var result = try await start(call, profile)
            result.remark = remark ?? result.remark
            return result
        }
        var response = RequestStartTransaction.Response(status: verdict.status, statusInfo: StatusInfo(verdict))
        // The cable was in first, and the transaction that the tag is for runs already (F02).
        if verdict.status == "Accepted", let running = call.evseId.flatMap({ facts.running[$0] }) {
            response.transactionId = await keeper.transactions.theirs(of: running)
        }
        return .result(response)
    }

    /// Before the station is asked, for it may tell of the transaction before it answers.
    private func start(
        _ call: RequestStartTransaction, _ profile: Charging.ChargingProfile?
    ) async throws(Refusal) -> CommandResult {
        let tag = call.idToken.idToken.text
        await keeper.transactions.expect(remoteStart: call.remoteStartId, tag: tag, evse: call.evseId)
        do throws(Refusal) {
            let result = try await keeper.order(.requestStart(tag: tag, evse: call.evseId, profile: profile))
            if result.status != "Accepted" { await keeper.transactions.forget(remoteStart: call.remoteStartId) }
            return result
        } catch {
            if !error.isUncertain { await keeper.transactions.forget(remoteStart: call.remoteStartId) }
            throw error
        }
    }

    func requestStop(_ call: RequestStopTransaction) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            try await keeper.checkAccepted()
            return try await keeper.order(.requestStop(try await keeper.transaction(call.transactionId.text)))
        }
    }

    func transactionStatus(_ call: GetTransactionStatus) async -> CloudDoorAnswer {
        guard let theirs = call.transactionId?.text else {
            return .result(
                GetTransactionStatus.Response(messagesInQueue: await keeper.transactions.hasQueued(theirs: nil)))
        }
        let id = await keeper.transactions.transaction(theirs: theirs)
        let running = await keeper.facts().running.values
        return .result(
            GetTransactionStatus.Response(
                messagesInQueue: await keeper.transactions.hasQueued(theirs: theirs),
                ongoingIndicator: id.map(running.contains) ?? false))
    }

    /// `Immediate` ends transactions in order and restarts then, which is `Soft` in 1.6. `OnIdle` waits for them to end
    /// by themselves, which nothing in 1.6 does.
    func reset(_ call: Reset) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", "Scheduled")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            if let evse = call.evseId, evse != 0 {
                try facts.check(evse)
                guard facts.isNew else { throw .unsupported("The station restarts as a whole only; leave evseId out.") }
                return try await keeper.order(
                    .call(action: Reset.action, payload: try Self.json(call, facts)))
            }
            guard call.type == .onIdle else { return try await keeper.order(.reset(facts.isOld ? .soft : .hard)) }
            guard facts.isNew || facts.running.isEmpty else {
                throw .refused("TxInProgress", "The station would end the transaction that runs; try again later.")
            }
            return try await keeper.order(.reset(.soft))
        }
    }

    func unlock(_ call: UnlockConnector) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords(
            "Unlocked", "UnlockFailed", "OngoingAuthorizedTransaction", "UnknownConnector", refused: "UnlockFailed",
            unsupported: "UnlockFailed", others: ["NotSupported": "UnlockFailed"])
        return try await status(words) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            guard call.evseId > 0, call.connectorId == 1, facts.evses.isEmpty || facts.evses.contains(call.evseId)
            else { return CommandResult(status: "UnknownConnector") }
            guard facts.running[call.evseId] == nil else {
                return CommandResult(status: "OngoingAuthorizedTransaction")
            }
            return try await keeper.order(.unlock(evse: call.evseId))
        }
    }

    func changeAvailability(_ call: ChangeAvailability) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", "Scheduled")) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            try await keeper.facts().check(call.evse?.id ?? 0)
            try Self.check(connector: call.evse?.connectorId)
            return try await keeper.order(
                .changeAvailability(evse: call.evse?.id ?? 0, operative: call.operationalStatus == .operative))
        }
    }

    func reserve(_ call: ReserveNow) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Faulted", "Occupied", "Rejected", "Unavailable")) {
            () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            try facts.check(call.evseId ?? 0)
            guard call.connectorType == nil || facts.isNew else {
                throw .refused("UnsupportedParam", "The station cannot be told a connectorType; name an EVSE.")
            }
            let holder = TagHolder(
                tag: try tag(call.idToken, facts), group: call.groupIdToken.flatMap { Tag($0.idToken.text) })
            let expires: Timestamp = try keeper.moment(call.expiryDateTime, "expiryDateTime")
            guard expires > keeper.now else {
                throw .refused("InvalidValue", ReservationBook.Refusal.expired.description)
            }
            return try await keeper.order(
                .reserve(
                    Reservation(
                        id: call.id, station: keeper.station, evse: call.evseId, driver: holder, expires: expires,
                        created: keeper.now, heldBy: .station, connectorType: call.connectorType?.rawValue)))
        }
    }

    func trigger(_ call: TriggerMessage) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Rejected", "NotImplemented", unsupported: "NotImplemented")
        let own: (@Sendable () async -> Void)?
        do throws(Refusal) {
            try Self.check(connector: call.evse?.connectorId)
            own = try await keeper.triggered(call.requestedMessage.rawValue, evse: call.evse?.id)
        } catch {
            return .result(StatusResponse(try words.verdict(on: error)))
        }
        if let own { return .result(StatusResponse(status: "Accepted"), then: own) }
        return try await status(words) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            // Values of a transaction are its events here, and messages of their own in 1.6.
            let isOld = await !keeper.facts().isNew
            let message = call.requestedMessage == .transactionEvent && isOld ? .meterValues : call.requestedMessage
            return try await keeper.order(.trigger(message: message.rawValue, evse: call.evse?.id))
        }
    }

    /// Here an EVSE has one connector.
    private static func check(connector: Int?) throws(Refusal) {
        guard connector == nil || connector == 1 else {
            throw .refused("UnknownConnectorId", "Each EVSE of the station has one connector, with the number 1.")
        }
    }

    func tag(_ token: IdToken, _ facts: StationFacts) throws(Refusal) -> Tag {
        guard token.type != .noAuthorization else {
            throw .refused("InvalidIdToken", "A token of the type NoAuthorization names nobody; send one that does.")
        }
        return try keeper.tag(token.idToken.text, facts)
    }
}
