package import Charging

/// What people keep an eye on: who is shut out, and what stations tell of their security.
package protocol WatchControl: Sendable {
    /// Lifts the ban of an address at every listener.
    func pardon(_ address: String) async throws(ControlError)

    /// What stations told of their security.
    func securityEvents(_ page: RecordPage) async throws(ControlError) -> [SecurityEventReport]

    /// Notes that a person has looked after the alarm of a station.
    func acknowledge(_ station: StationID) async throws(ControlError)
}

/// What a station told of its security.
package struct SecurityEventReport: Codable, Hashable, Sendable {
    /// The number of the entry; `nil` where only the last one is remembered.
    package var seq: Int64?
    package var station: StationID
    /// `TamperDetectionActivated`, for instance.
    package var type: String
    package var detail: String?
    /// When it was recorded here.
    package var at: Timestamp
    /// When it happened, by the station's clock.
    package var told: Timestamp?
    package var needsPerson: Bool

    package init(_ station: StationID, _ heard: HeardSecurityEvent, seq: Int64? = nil) {
        self.seq = seq
        self.station = station
        type = heard.event.type
        detail = heard.event.detail
        at = heard.at
        told = heard.event.timestamp
        needsPerson = heard.event.needsPerson
    }

    init?(_ entry: Entry) {
        guard case .security(let event) = entry.fact, case .station(let station) = entry.subject else { return nil }
        self.init(station, HeardSecurityEvent(event: event, at: entry.stamp.at), seq: entry.seq)
    }
}
