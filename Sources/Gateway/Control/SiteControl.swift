package import Charging

/// What people can see of the site and do to it: the one thing the page, the API and the command line tool stand on.
package protocol SiteControl: TagControl, ReservationControl, RecordControl, WatchControl, MeterControl {
    /// By the box's clock.
    var now: Timestamp { get }

    /// Everything there is to see right now.
    func status() async -> StatusReport

    /// The newest sessions first, those that still run among them; of one station or of all.
    func sessions(limit: Int, station: StationID?) async throws(ControlError) -> [Session]

    /// Brings a command to a station and waits for what it makes of it.
    func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult

    /// Lets a station in that waits for it. Claiming it again changes nothing.
    func claim(_ station: StationID) async throws(ControlError)

    /// What people decide about passwords and certificates; `nil` where nothing has any.
    var security: SecurityDesk? { get }

    /// The records a cloud refused, oldest first.
    func parked(at uplink: UplinkName) async throws(ControlError) -> [ParkedReport]

    /// Sends a parked record again.
    func retry(_ seq: Int64, at uplink: UplinkName) async throws(ControlError)

    /// Parks the record an uplink is stuck at, so that the rest goes on, and says which one it is.
    func park(at uplink: UplinkName) async throws(ControlError) -> Int64

    /// Gives a parked record up for this uplink; it stays in the journal.
    func skip(_ seq: Int64, at uplink: UplinkName) async throws(ControlError)
}

extension SiteControl {
    package var security: SecurityDesk? { nil }
}

/// Why something a person asked for did not happen.
package enum ControlError: Error, Hashable, Sendable {
    /// No such station is configured, connected or waiting.
    case unknownStation
    case unknownUplink
    /// No such meter is configured or has ever been read.
    case unknownMeter
    /// No parked record of this uplink has that number.
    case notParked
    /// It cannot be; why, as a sentence.
    case refused(String)
    /// The journal could not be read or written.
    case storage(String)
}
