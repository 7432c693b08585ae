package import Charging

extension StatusReport {
    package struct Uplink: Codable, Hashable, Sendable {
        package enum State: String, Codable, Sendable, CaseIterable {
            /// Everything is delivered.
            case idle
            /// Records wait for company, or for the moment they are due.
            case gathering
            case sending
            /// The last attempt failed; the next one is planned.
            case waiting
            /// Nothing happens until a person has done something.
            case stopped
        }

        package var name: UplinkName
        package var state: State
        /// When the next attempt is, while it waits for one.
        package var nextAttempt: Timestamp?
        /// Records that are not delivered yet, and since when the oldest of them waits.
        package var waiting: Int
        package var oldest: Timestamp?
        /// Refused, and waiting for a person.
        package var parked: Int
        package var lastSuccess: Timestamp?
        /// What went wrong last and has not gone well since, and what to do about it.
        package var problem: String?
        package var remedy: String?

        /// The uplink that this is one lane of, and the station it is about; `nil` for an uplink that is a whole.
        package var lane: (uplink: UplinkName, station: StationID)? {
            let parts = name.rawValue.split(separator: "/", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (UplinkName(parts[0]), StationID(parts[1])) : nil
        }

        /// It goes on by itself, and nothing of it waits for a person.
        package var isWell: Bool {
            switch state {
            case .idle, .gathering, .sending: parked == 0 && problem == nil
            case .waiting, .stopped: false
            }
        }

        package init(
            name: UplinkName, state: State, nextAttempt: Timestamp? = nil, waiting: Int = 0, oldest: Timestamp? = nil,
            parked: Int = 0, lastSuccess: Timestamp? = nil, problem: String? = nil, remedy: String? = nil
        ) {
            self.name = name
            self.state = state
            self.nextAttempt = nextAttempt
            self.waiting = waiting
            self.oldest = oldest
            self.parked = parked
            self.lastSuccess = lastSuccess
            self.problem = problem
            self.remedy = remedy
        }
    }
}

extension StatusReport {
    /// The uplinks as people read them: the lanes of one back office together.
    package struct UplinkGroup: Hashable, Sendable {
        package var name: UplinkName
        /// One that is a whole is alone, and has the name of the group.
        package var members: [Uplink]

        package var well: Int { members.count(where: \.isWell) }
        package var waiting: Int { members.reduce(0) { $0 + $1.waiting } }
        package var parked: Int { members.reduce(0) { $0 + $1.parked } }
        package var oldest: Timestamp? { members.compactMap(\.oldest).min() }
        package var lastSuccess: Timestamp? { members.compactMap(\.lastSuccess).max() }
    }

    /// In the order of the configuration.
    package var uplinkGroups: [UplinkGroup] {
        var groups: [UplinkGroup] = []
        for uplink in uplinks {
            let name = uplink.lane?.uplink ?? uplink.name
            if let index = groups.firstIndex(where: { $0.name == name }) {
                groups[index].members.append(uplink)
            } else {
                groups.append(UplinkGroup(name: name, members: [uplink]))
            }
        }
        return groups
    }
}

/// The record that a person wanted to be parked.
package struct ParkedNumber: Codable, Hashable, Sendable {
    package var seq: Int64

    package init(seq: Int64) { self.seq = seq }
}

/// A record that a cloud refused.
package struct ParkedReport: Codable, Hashable, Sendable {
    /// Its number in the journal, by which it is retried or skipped.
    package var seq: Int64
    /// What it is about, `station/CP1` for instance.
    package var subject: String
    /// The session inside, where it is one.
    package var session: SessionReport?
    package var reason: String
    package var since: Timestamp

    package init(seq: Int64, subject: String, session: SessionReport?, reason: String, since: Timestamp) {
        self.seq = seq
        self.subject = subject
        self.session = session
        self.reason = reason
        self.since = since
    }
}
