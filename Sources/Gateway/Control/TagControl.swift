package import Charging

/// What people do to the site's list of tags.
package protocol TagControl: Sendable {
    func tags() async -> TagList

    /// Takes the changes in as one, and gives the list's new version.
    func change(_ changes: [LocalListUpdate.Change]) async throws(ControlError) -> Int

    /// Brings a station's list up to the site's, or that of every connected station.
    func pushList(to station: StationID?) async throws(ControlError) -> [ListPush]
}

/// The tags the site knows.
package struct TagList: Codable, Hashable, Sendable {
    package var version: Int
    /// In the order of the tags.
    package var records: [TagRecord]
    /// Those that only the configuration names.
    package var configured: [Tag]

    package init(version: Int, records: [TagRecord], configured: [Tag]) {
        self.version = version
        self.records = records
        self.configured = configured
    }
}

/// What became of bringing a station's list up to the site's.
package struct ListPush: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, Sendable, CaseIterable {
        case sent
        case upToDate = "up-to-date"
        /// The station keeps no list.
        case unsupported
        case failed
    }

    package var station: StationID
    package var outcome: Outcome
    /// Of the list the station has now, where that is known.
    package var version: Int?
    /// How many messages it took.
    package var messages: Int
    /// Why it failed, as a sentence.
    package var reason: String?

    package init(
        _ station: StationID, _ outcome: Outcome, version: Int? = nil, messages: Int = 0, reason: String? = nil
    ) {
        self.station = station
        self.outcome = outcome
        self.version = version
        self.messages = messages
        self.reason = reason
    }
}
