package import Charging

/// How an uplink is doing, for the page and `ohmstead status`.
package struct UplinkStatus: Codable, Hashable, Sendable {
    package enum State: Codable, Hashable, Sendable {
        /// Everything is delivered.
        case idle
        /// Entries wait for company, or for the moment they are due.
        case gathering
        case sending
        /// The next attempt is at this time.
        case waiting(until: Timestamp)
        /// The other side is not there; nothing is known of when it is tried again.
        case away
        /// Nothing happens until a person has done something.
        case needsPerson
    }

    package var name: UplinkName
    package var state: State
    /// Entries that are not delivered yet, and since when the oldest waits.
    package var waiting: Int
    package var oldest: Timestamp?
    /// What went wrong last and has not gone well since, and what to do about it.
    package var problem: String?
    package var remedy: String?
    package var parked: Int
    package var lastSuccess: Timestamp?
}

extension UplinkStatus.State {
    init(_ obstacle: Obstacle) {
        self = obstacle.needsPerson ? .needsPerson : obstacle.until.map { .waiting(until: $0) } ?? .away
    }
}
