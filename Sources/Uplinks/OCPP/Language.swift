package import Charging
package import OCPP

/// How the site is told to a CSMS in one version of OCPP. Pure: it knows no socket, no clock and no file.
package protocol Language: Sendable {
    var dialect: Dialect { get }

    /// What is to be told about an entry.
    ///
    /// Where that is the start of a transaction it is the start alone: what follows needs what the CSMS answers to it,
    /// or at least that it was told. Whoever told a start asks again about the same entry, with the new memory.
    ///
    /// - Parameters:
    ///   - session: the transaction's session as it is known now, which may be more than the entry knew; `nil` for
    ///     entries about no transaction. Its energy counts only where `isSettled`. For a reading of the meter, the
    ///     session of the one transaction that is open: it knows how far the register counts for it.
    ///   - isLate: it was recorded while the CSMS was away.
    ///   - memory: what was told before. A start that is known there is not told again, and a stop neither.
    func rendering(
        of entry: Entry, session: KnownSession?, isLate: Bool, memory: LaneMemory, preset: Preset
    ) -> Rendering

    /// Reads what the CSMS answered to a message of `rendering`.
    func answer(_ payload: Payload, to message: OutgoingMessage) throws(PayloadError) -> CloudAnswer

    // What a connection needs besides.
    func boot(_ boot: Boot?, station: StationID, reason: BootReason) -> any Call
    func bootAnswer(_ payload: Payload) throws(PayloadError) -> BootAnswer
    var heartbeat: any Call { get }
    /// The current state of a connector; `now` where the station gave no time.
    func status(_ status: ConnectorStatus, at moment: Timestamp) -> any Call
    func authorize(_ tag: String) -> any Call
    func authorizeAnswer(_ payload: Payload) throws(PayloadError) -> TagAnswer
}

/// A session that may still run.
package struct KnownSession: Hashable, Sendable {
    package var session: Session
    /// Its energy is as it will be for good.
    package var isSettled: Bool

    package init(_ session: Session, isSettled: Bool) {
        self.session = session
        self.isSettled = isSettled
    }
}

package enum BootReason: String, Sendable {
    case powerUp = "PowerUp"
    case triggered = "Triggered"
    case unknown = "Unknown"
}

/// What a CSMS answers to a BootNotification. OCPP 1.6, section 6.4; OCPP 2.0.1, B01 to B03.
package struct BootAnswer: Hashable, Sendable {
    package enum Status: String, Sendable {
        case accepted = "Accepted"
        case pending = "Pending"
        case rejected = "Rejected"
    }

    package var status: Status
    /// Seconds between heartbeats, or until the next BootNotification.
    package var interval: Int
    package var currentTime: Timestamp?

    package init(status: Status, interval: Int, currentTime: Timestamp?) {
        self.status = status
        self.interval = interval
        self.currentTime = currentTime
    }
}
