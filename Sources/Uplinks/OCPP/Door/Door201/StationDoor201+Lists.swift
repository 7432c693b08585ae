import Charging
import OCPP
import OCPP201

// Local lists.
extension StationDoor201 {
    /// 2.0.1 has no word for a station without lists: it is as one whose list is empty.
    func getLocalListVersion() async throws(Refusal) -> CloudDoorAnswer {
        do throws(Refusal) {
            let result = try await keeper.ask(.getLocalListVersion)
            return .result(GetLocalListVersion.Response(versionNumber: max(0, result.listVersion ?? 0)))
        } catch {
            guard error.kind == .unsupported else { throw error }
            return .result(GetLocalListVersion.Response(versionNumber: 0))
        }
    }

    /// A station without lists answers with an error, for there is no word for it.
    func sendLocalList(_ call: SendLocalList) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Failed", "VersionMismatch", refused: "Failed")
        return try await status(words) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            var changes: [LocalListUpdate.Change] = []
            for entry in call.localAuthorizationList ?? [] {
                let tag = try self.tag(entry.idToken, facts)
                guard let info = entry.idTokenInfo else {
                    changes.append(.init(deleting: tag))
                    continue
                }
                changes.append(
                    .init(
                        TagRecord(
                            tag: tag, status: Authorization(info.status),
                            expires: try keeper.moment(info.cacheExpiryDateTime, "cacheExpiryDateTime"),
                            group: info.groupIdToken.flatMap { Tag($0.idToken.text) })))
            }
            let update = try keeper.update(call.versionNumber, isFull: call.updateType == .full, changes)
            let result = try await keeper.order(.sendLocalList(update))
            if result.status == "NotSupported" { throw .unsupported("The station keeps no local list.") }
            return result
        }
    }
}

extension Authorization {
    fileprivate init(_ status: AuthorizationStatus) {
        self =
            switch status {
            case .accepted: .accepted
            case .blocked, .noCredit: .blocked
            case .expired: .expired
            case .concurrentTx: .concurrentTransaction
            case .invalid, .notAllowedTypeEVSE, .notAtThisLocation, .notAtThisTime, .unknown: .invalid
            }
    }
}
