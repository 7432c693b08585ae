package import Charging

/// `[authorization]`: who may charge.
package struct AuthorizationSection: Decodable, Sendable {
    package private(set) var writtenAccept: AuthorizationPolicy.WhoCharges?
    package var accept: AuthorizationPolicy.WhoCharges {
        get { writtenAccept ?? .everyone }
        set { writtenAccept = newValue }
    }
    /// Upper and lower case do not matter. They count beside those that people list while the daemon runs.
    package var tags: [String] = []
    /// Who charges while the cloud that decides cannot be asked.
    package var whenOffline = AuthorizationPolicy.WhenOffline.knownOnly
    /// A tag charges at one place at a time.
    package var oneTransactionPerTag = false
    /// The group that may stop anything.
    package var masterGroup: String?
    /// How long a cloud's word about a tag holds while it cannot be asked.
    package var cacheDays = 30
    /// Stations that can keep the site's list of tags get it.
    package var pushList = false

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case accept, tags
        case whenOffline = "when_offline"
        case oneTransactionPerTag = "one_transaction_per_tag"
        case masterGroup = "master_group"
        case cacheDays = "cache_days"
        case pushList = "push_list"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        writtenAccept = try keys.decodeIfPresent(AuthorizationPolicy.WhoCharges.self, forKey: .accept)
        tags = try keys.decodeIfPresent([String].self, forKey: .tags) ?? tags
        whenOffline =
            try keys.decodeIfPresent(AuthorizationPolicy.WhenOffline.self, forKey: .whenOffline) ?? whenOffline
        oneTransactionPerTag =
            try keys.decodeIfPresent(Bool.self, forKey: .oneTransactionPerTag) ?? oneTransactionPerTag
        masterGroup = try keys.decodeIfPresent(String.self, forKey: .masterGroup)
        cacheDays = try keys.decodeIfPresent(Int.self, forKey: .cacheDays) ?? cacheDays
        pushList = try keys.decodeIfPresent(Bool.self, forKey: .pushList) ?? pushList
    }
}
