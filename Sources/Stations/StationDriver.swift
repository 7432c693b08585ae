package import Charging
package import Logging
package import WebSocket

/// One connected station, in whatever protocol it speaks: events out, commands in.
package protocol StationDriver: Sendable {
    func perform(_ command: Command) async throws(CommandError) -> CommandResult
    func close(_ code: CloseCode, reason: String)
}

/// What every driver works with.
package struct StationEnvironment: Sendable {
    package var recorder: any Recorder
    package var authorizer: any Authorizer
    package var clock: any Clock<Duration>
    package var wallClock: any WallClock
    package var logger: Logger
    /// Without one, signing requests are rejected.
    package var signer: (any CertificateSigner)?
    /// Without it, commands to stations of OCPP 2 that concern a transaction are refused.
    package var names: (any TransactionNames)?
    /// What is known of how stations differ from the standard.
    package var profiles: StationProfiles
    package let numbers: RequestNumbers

    package init(
        recorder: any Recorder, authorizer: any Authorizer, clock: any Clock<Duration>, wallClock: any WallClock,
        logger: Logger, signer: (any CertificateSigner)? = nil, names: (any TransactionNames)? = nil,
        profiles: StationProfiles = StationProfiles()
    ) {
        self.recorder = recorder
        self.authorizer = authorizer
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
        self.signer = signer
        self.names = names
        self.profiles = profiles
        numbers = RequestNumbers(since: wallClock.now.at)
    }
}
