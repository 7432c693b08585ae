package import Charging
import WebSocket

extension StatusReport {
    /// What comes and goes at a listener, since the daemon started.
    package struct Door: Codable, Hashable, Sendable {
        /// `host:port`.
        package var address: String
        package var tls: Bool
        /// Sockets open now, and how many may be.
        package var open: Int
        package var most: Int
        /// Sockets that came, and those that became connections of stations.
        package var accepted = 0
        package var admitted = 0
        /// Sockets closed before anything was read from them.
        package var refused = Refusals()
        /// Handshakes that were answered with a refusal, and those that never came to an end.
        package var refusedHandshakes = 0
        package var brokenHandshakes = 0
        package var tlsFailures = 0
        /// Sockets that wait to begin TLS now, those that did at most, and those that hung up meanwhile.
        package var inLine = 0
        package var longestLine = 0
        package var leftLine = 0
        /// Connections closed because the other side broke the protocol.
        package var violations = 0
        /// How often a station was not listened to for a while because it sent too much.
        package var pauses = 0
        /// Bans pronounced, addresses banned now, and some of them.
        package var bans = 0
        package var bannedNow = 0
        package var banned: [Ban] = []

        package init(address: String, tls: Bool, open: Int, most: Int) {
            self.address = address
            self.tls = tls
            self.open = open
            self.most = most
        }

        package var isFull: Bool { open >= most }
    }

    /// Sockets that were not taken in, by the reason.
    package struct Refusals: Codable, Hashable, Sendable {
        /// Their network is not on the allowlist.
        package var network = 0
        /// Their address is banned.
        package var banned = 0
        /// Their address has too many connections, or connects too often.
        package var perAddress = 0
        package var rate = 0
        /// As many as may be are open.
        package var full = 0

        package init() {}

        package var count: Int { network + banned + perAddress + rate + full }
    }

    /// An address that is not heard for a while.
    package struct Ban: Codable, Hashable, Sendable {
        package var address: String
        package var until: Timestamp

        package init(address: String, until: Timestamp) {
            self.address = address
            self.until = until
        }
    }
}

extension StatusReport.Door {
    init(address: String, tls: Bool, _ statistics: ListenerStatistics, at now: Timestamp) {
        self.init(address: address, tls: tls, open: statistics.open, most: statistics.mostOpen)
        (accepted, admitted) = (statistics.accepted, statistics.admitted)
        refused.network = statistics.refusedByNetwork
        refused.banned = statistics.refusedByBan
        refused.perAddress = statistics.refusedByAddressLimit
        refused.rate = statistics.refusedByRate
        refused.full = statistics.refusedByLimit
        (refusedHandshakes, brokenHandshakes) = (statistics.refusedHandshakes, statistics.brokenHandshakes)
        tlsFailures = statistics.tlsFailures
        (inLine, longestLine, leftLine) = (statistics.inLine, statistics.longestLine, statistics.leftLine)
        (violations, pauses) = (statistics.violations, statistics.pauses)
        (bans, bannedNow) = (statistics.bans, statistics.bannedNow)
        banned = statistics.banned.map { .init(address: $0.address, until: now + $0.remaining) }
    }
}
