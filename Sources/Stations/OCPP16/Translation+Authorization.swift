import Charging
import OCPP
import OCPP16

// What the site says of tags, in the words of OCPP 1.6.

extension IdTagInfo {
    init(_ verdict: AuthorizationVerdict) {
        self.init(status: verdict.status, expires: verdict.expires, group: verdict.group)
    }

    /// A group whose name is longer than 1.6 allows is left out: an answer without it is better than none.
    init(status: Authorization, expires: Timestamp?, group: Tag?) {
        self.init(
            status: AuthorizationStatus(status), expiryDate: expires?.inMilliseconds,
            parentIdTag: group.flatMap { $0.fits16 ? $0.text : nil })
    }
}

extension Tag {
    /// OCPP 1.6 knows no longer ones.
    var fits16: Bool { text.unicodeScalars.count <= 20 }
}

extension AuthorizationStatus {
    fileprivate init(_ authorization: Authorization) {
        self =
            switch authorization {
            case .accepted: .accepted
            case .blocked: .blocked
            case .expired: .expired
            case .invalid: .invalid
            case .concurrentTransaction: .concurrentTx
            }
    }
}

extension AuthorizationData {
    init(_ change: LocalListUpdate.Change) {
        self.init(
            idTag: Text(change.tag.text),
            idTagInfo: change.record.map { IdTagInfo(status: $0.status, expires: $0.expires, group: $0.group) })
    }
}
