package import Charging

/// The site at one moment, in a form that programs may rely on: fields are added, never renamed.
package struct StatusReport: Codable, Hashable, Sendable {
    /// The site's name.
    package var name: String
    /// Of this program.
    package var version: String
    package var now: Timestamp
    /// When the daemon started.
    package var started: Timestamp
    /// The box's clock is synchronised.
    package var clockTrusted: Bool
    /// What is wrong, the worst first.
    package var health: [Condition]
    package var stations: [Station]
    /// Stations that connected and wait to be claimed.
    package var unclaimed: [Unclaimed]
    package var meters: [Meter]
    package var uplinks: [Uplink]
    package var journal: Journal
    package var listeners: Listeners
    /// What comes and goes there, in the order of the configuration.
    package var doors: [Door]?
    /// The lines of meters and wallboxes, in the order of the configuration.
    package var buses: [Bus]?

    package init(
        name: String, version: String, now: Timestamp, started: Timestamp, clockTrusted: Bool, journal: Journal,
        listeners: Listeners
    ) {
        self.name = name
        self.version = version
        self.now = now
        self.started = started
        self.clockTrusted = clockTrusted
        self.journal = journal
        self.listeners = listeners
        (health, stations, unclaimed, meters, uplinks) = ([], [], [], [], [])
    }

    /// How bad the worst is; `nil` when nothing is wrong.
    package var worst: Severity? { health.map(\.severity).max() }

    package struct Journal: Codable, Hashable, Sendable {
        package var path: String
        package var entries: Int64
        /// Of the data file and its write-ahead log.
        package var bytes: Int64
        /// `nil` when nothing was committed since the start.
        package var lastCommit: Timestamp?

        package init(path: String, entries: Int64, bytes: Int64, lastCommit: Timestamp?) {
            self.path = path
            self.entries = entries
            self.bytes = bytes
            self.lastCommit = lastCommit
        }
    }

    /// Where the daemon can be reached.
    package struct Listeners: Codable, Hashable, Sendable {
        /// `host:port` for wallboxes.
        package var stations: String
        /// `host:port` of the page; `nil` when it is off.
        package var console: String?
        /// The Unix socket of the command line tool.
        package var socket: String

        package init(stations: String, console: String?, socket: String) {
            self.stations = stations
            self.console = console
            self.socket = socket
        }
    }
}
