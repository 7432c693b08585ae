import Charging
import Logging
import OCPP
import Synchronization
import WebSocket

/// One connection of a station that speaks OCPP: what all versions have in common.
///
/// One message of the station is dealt with at a time: it is decoded, recorded and then answered, and meanwhile the
/// socket is not read, so a slow disk slows the station down and not the box.
final class Conversation: Sendable {
    struct State {
        /// BootNotification was answered with `Accepted`, or the station acts as if it had been (OCPP-J 1.6,
        /// section 5, lets it reconnect without one). Before that nothing is sent.
        var isBooted = false
        /// What BootNotification said over this connection.
        var boot: Boot?
        /// EVSEs that reported a status, without 0.
        var evses: Set<Int> = []
        var garbage = 0
        /// Answers that the station could not use (OCPP 2.1, CALLRESULTERROR).
        var unusableAnswers = 0
        /// Someone may still ask for a BootNotification.
        var mayBeAsked = true

        /// `true` for the one who may ask, or see to it that nobody does.
        mutating func settleAsking() -> Bool {
            defer { mayBeAsked = false }
            return mayBeAsked
        }

        /// `true` once, when the station has booted before anyone asked it to.
        mutating func needsNoAsking() -> Bool { boot != nil && isBooted && settleAsking() }
    }

    let station: StationID
    let dialect: Dialect
    /// The station need not boot over this connection before anything else counts.
    let mayLeaveOutBoot: Bool
    let link: any TextLink
    let door: any StationDoor
    let settings: OCPPSettings
    let environment: StationEnvironment
    let caller: Caller
    let state = Mutex(State())

    /// Made when there is something to say, which is seldom.
    var logger: Logger {
        var logger = environment.logger
        logger[metadataKey: "station"] = "\(station)"
        return logger
    }

    init(
        station: StationID, dialect: Dialect, link: any TextLink, door: any StationDoor, settings: OCPPSettings,
        environment: StationEnvironment, mayLeaveOutBoot: Bool = true
    ) {
        self.station = station
        self.dialect = dialect
        self.mayLeaveOutBoot = mayLeaveOutBoot
        self.link = link
        self.door = door
        self.settings = settings
        self.environment = environment
        caller = Caller(sender: link, dialect: dialect, clock: environment.clock, timeout: settings.answerTimeout)
    }

    /// `asksForBoot` says that the station is asked for a BootNotification where it sends none.
    func run(
        _ messages: some AsyncSequence<String, any Error>, isKnown: Bool, asksForBoot: Bool, as speaker: any Speaker
    ) async {
        if isKnown { state.withLock { $0.isBooted = true } }
        // Two groups, for whoever waits to ask for a boot is ended early, and what follows an answer is not.
        await withDiscardingTaskGroup { work in
            await withDiscardingTaskGroup { asking in
                if asksForBoot { asking.addTask { await self.askForBoot(as: speaker) } }
                await converse(messages, as: speaker, asking, work)
                caller.disconnect()
                asking.cancelAll()
            }
            work.cancelAll()
        }
    }

    private func converse(
        _ messages: some AsyncSequence<String, any Error>, as speaker: any Speaker, _ asking: DiscardingTaskGroup,
        _ work: DiscardingTaskGroup
    ) async {
        do {
            for try await text in messages {
                guard await carryOut(errand(text, as: speaker), as: speaker, work) else { break }
                // A thousand tasks that wait to ask are worth ending early.
                if state.withLock({ $0.needsNoAsking() }) { asking.cancelAll() }
            }
        } catch {
            noteBreak(error)
        }
    }

    func close(_ code: CloseCode, reason: String) {
        link.close(code, reason: reason)
        caller.disconnect()
    }

    private func noteBreak(_ error: any Error) {
        logger.debug("Connection broken.", metadata: ["reason": "\(error)"])
    }

    /// Asks for a BootNotification where one is missing: some stations never send one after a reconnect, and one that
    /// waited has to hear that it was claimed. A station that has said nothing at all is left in peace until it does.
    private func askForBoot(as speaker: any Speaker) async {
        while (try? await environment.clock.sleep(for: settings.bootPatience)) != nil {
            switch state.withLock({ ($0.boot != nil, $0.isBooted) }) {
            case (true, true): return
            case (false, false): continue
            case (true, false): if !door.isWelcome(station) { continue }
            case (false, true): break
            }
            // From here on the call must have its answer, so nobody may end this early.
            guard state.withLock({ $0.settleAsking() }) else { return }
            do throws(CommandError) {
                try await speaker.askForBoot()
            } catch {
                logger.info("BootNotification cannot be triggered.", metadata: ["reason": "\(error)"])
            }
            return
        }
    }
}
