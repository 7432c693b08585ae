/// Something happened at the site that the rules must hear of.
package indirect enum Event: Hashable, Sendable {
    case station(StationID, StationEvent)
    case meter(MeterReading)
    /// A meter could not be read, time and again.
    case missed(MissedReading)
    case command(CommandOutcome, StationID)
    /// A person claimed a station that waited for it.
    case claim(StationID, Claim)
    /// Something was settled for the site by a person or a cloud.
    case settlement(Settlement)
    /// Time passed: what waits for a moment looks whether it has come.
    case tick
}

/// A command that was carried out, or could not be.
package struct CommandOutcome: Hashable, Codable, Sendable {
    package var command: Command
    /// Who asked: `cli`, or the name of an uplink.
    package var origin: String
    package var result: CommandResult?
    /// Why there is no result.
    package var failure: String?

    package init(command: Command, origin: String, result: CommandResult?, failure: String? = nil) {
        self.command = command
        self.origin = origin
        self.result = result
        self.failure = failure
    }
}
