import Charging

/// What the CSMS was told of the connectors over this connection.
struct ShownStatuses {
    private var connection: Int?
    private var told: [Int: ConnectorStatus] = [:]
    /// What entries up to here say of connectors is older than what was told.
    private var through: Int64 = 0

    mutating func begin(_ online: Online) {
        guard connection != online.number else { return }
        (connection, told, through) = (online.number, online.statuses, online.statusThrough)
    }

    func knows(_ evse: Int) -> Bool { told[evse] != nil }

    /// It is told now.
    mutating func note(_ status: ConnectorStatus) { told[status.evse] = status }

    func isOld(_ status: ConnectorStatus, _ seq: Int64) -> Bool { seq <= through }

    /// What is different now from what was told, which is taken as told from here on.
    mutating func changed(_ ledger: StationLedger?, through seq: Int64) -> [ConnectorStatus] {
        through = max(through, seq)
        let now = ledger?.evses.compactMapValues(\.status) ?? [:]
        let changed = now.filter {
            told[$0.key]?.state != $0.value.state || told[$0.key]?.errorCode != $0.value.errorCode
        }
        told.merge(changed) { _, new in new }
        return changed.sorted { $0.key < $1.key }.map(\.value)
    }
}
