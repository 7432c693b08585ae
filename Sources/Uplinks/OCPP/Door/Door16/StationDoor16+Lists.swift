import Charging
import OCPP
import OCPP16

// Local lists.
extension StationDoor16 {
    func getLocalListVersion() async throws(Refusal) -> CloudDoorAnswer {
        do throws(Refusal) {
            let result = try await keeper.ask(.getLocalListVersion)
            return .result(GetLocalListVersion.Response(listVersion: result.listVersion ?? -1))
        } catch {
            guard error.kind == .unsupported else { throw error }
            return .result(GetLocalListVersion.Response(listVersion: -1))
        }
    }

    func sendLocalList(_ call: SendLocalList) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Failed", "NotSupported", "VersionMismatch", refused: "Failed")
        return try await status(words) { () throws(Refusal) in
            guard keeper.controls else { throw .readOnly }
            let facts = await keeper.facts()
            let entries = call.localAuthorizationList ?? []
            var changes: [LocalListUpdate.Change] = []
            for entry in entries {
                let tag = try keeper.tag(await meant(entry.idTag.text), facts)
                guard let info = entry.idTagInfo else {
                    changes.append(.init(deleting: tag))
                    continue
                }
                changes.append(
                    .init(
                        TagRecord(
                            tag: tag, status: Authorization(info.status),
                            expires: try keeper.moment(info.expiryDate, "expiryDate"),
                            group: info.parentIdTag.flatMap { Tag($0.text) })))
            }
            return try await keeper.order(
                .sendLocalList(
                    try keeper.update(call.listVersion, isFull: call.updateType == .full, changes)))
        }
    }
}

extension Authorization {
    fileprivate init(_ status: AuthorizationStatus) {
        self =
            switch status {
            case .accepted: .accepted
            case .blocked: .blocked
            case .expired: .expired
            case .invalid: .invalid
            case .concurrentTx: .concurrentTransaction
            }
    }
}
