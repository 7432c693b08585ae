package import Charging
import Logging
import OCPP
import OCPP16
import Synchronization
package import WebSocket

/// Talks OCPP 1.6J with one station over one connection.
///
/// One message of the station is dealt with at a time: it is decoded, recorded and then answered, and meanwhile the
/// socket is not read, so a slow disk slows the station down and not the box.
package final class OCPP16Driver: StationDriver, Sendable {
    /// The sub-protocol's name.
    package static let dialect = "ocpp1.6"

    struct State {
        /// BootNotification was answered with `Accepted`, or the station acts as if it had been (OCPP-J 1.6,
        /// section 5, lets it reconnect without one). Before that nothing is sent.
        var isBooted = false
        /// BootNotification came over this connection.
        var isIntroduced = false
        /// Connectors that reported a status, without 0.
        var connectors: Set<Int> = []
        var garbage = 0
        /// Someone may still ask for a BootNotification.
        var mayBeAsked = true

        /// `true` for the one who may ask, or see to it that nobody does.
        mutating func settleAsking() -> Bool {
            defer { mayBeAsked = false }
            return mayBeAsked
        }

        /// `true` once, when the station has booted before anyone asked it to.
        mutating func needsNoAsking() -> Bool { isIntroduced && isBooted && settleAsking() }
    }

    let station: StationID
    let link: any TextLink
    let door: any StationDoor
    let settings: OCPP16Settings
    let environment: StationEnvironment
    let caller: Caller
    let state = Mutex(State())

    /// Made when there is something to say, which is seldom.
    var logger: Logger {
        var logger = environment.logger
        logger[metadataKey: "station"] = "\(station)"
        return logger
    }

    package init(
        station: StationID, link: any TextLink, door: any StationDoor, settings: OCPP16Settings,
        environment: StationEnvironment
    ) {
        self.station = station
        self.link = link
        self.door = door
        self.settings = settings
        self.environment = environment
        caller = Caller(link: link, clock: environment.clock, timeout: settings.answerTimeout)
    }

    /// Serves the station until its messages end. `isKnown` says that it was accepted over an earlier connection.
    package func run(_ messages: some AsyncSequence<String, any Error>, isKnown: Bool) async {
        if isKnown { state.withLock { $0.isBooted = true } }
        await withDiscardingTaskGroup { group in
            if !isKnown { group.addTask { await self.askForBoot() } }
            await converse(messages, group)
            caller.disconnect()
            group.cancelAll()
        }
    }

    private func converse(
        _ messages: some AsyncSequence<String, any Error>, _ group: DiscardingTaskGroup
    ) async {
        do {
            for try await text in messages {
                guard await carryOut(errand(text)) else { break }
                // A thousand tasks that wait to ask are worth ending early.
                if state.withLock({ $0.needsNoAsking() }) { group.cancelAll() }
            }
        } catch {
            noteBreak(error)
        }
    }

    package func close(_ code: CloseCode, reason: String) {
        link.close(code, reason: reason)
        caller.disconnect()
    }

    /// What is to be done about a message.
    private func errand(_ text: String) -> Errand {
        let frame = Frame(text)
        if case .damaged(let damage) = frame { return errand(damage) }
        state.withLock { $0.garbage = 0 }
        switch frame {
        case .call(let id, let action, let payload): return errand(id, action, payload)
        case .result(let id, let payload): settle(id, .success(payload))
        case .error(let id, let error):
            settle(id, .failure(.refused(code: error.code.rawValue, description: error.description)))
        case .unknown(let type, _): logger.info("Frame of an unknown type ignored.", metadata: ["reason": "\(type)"])
        case .damaged, .resultError, .send: break
        }
        return .done
    }

    private func errand(_ damage: Frame.Damage) -> Errand {
        logger.warning(
            "Damaged frame.",
            metadata: ["reason": "\(damage.reason)", "offset": "\(damage.offset)", "id": "\(damage.id?.text ?? "-")"])
        switch (damage.kind, damage.id) {
        case (.call, let id?):
            return .answer(FrameWriter.error(CallError(.formationViolation, damage.reason), to: id), boots: false)
        case (.answer, let id?):
            settle(id, .failure(.unreadable(damage.reason)))
            return .done
        case (_, nil), (.send, _), (.unknown, _):
            let garbage = state.withLock { state in
                state.garbage += 1
                return state.garbage
            }
            guard garbage > settings.garbageLimit else { return .done }
            logger.warning("Connection closed after too many damaged frames.")
            return .hangUp(.policyViolation, reason: "Too many frames that are no OCPP-J.")
        }
    }

    private func noteBreak(_ error: any Error) {
        logger.debug("Connection broken.", metadata: ["reason": "\(error)"])
    }

    private func settle(_ id: MessageID, _ outcome: Caller.Outcome) {
        guard !caller.receive(id, outcome) else { return }
        logger.info("Late or unasked answer ignored.", metadata: ["id": "\(id)"])
    }

    /// Asks for a BootNotification where one is missing: some stations never send one after a reconnect, and one that
    /// waited has to hear that it was claimed. A station that has said nothing at all is left in peace until it does.
    private func askForBoot() async {
        while (try? await environment.clock.sleep(for: settings.bootPatience)) != nil {
            switch state.withLock({ ($0.isIntroduced, $0.isBooted) }) {
            case (true, true): return
            case (false, false): continue
            case (true, false): if !door.isWelcome(station) { continue }
            case (false, true): break
            }
            // From here on the call must have its answer, so nobody may end this early.
            guard state.withLock({ $0.settleAsking() }) else { return }
            do throws(CommandError) {
                _ = try await caller.call(TriggerMessage(requestedMessage: BootNotification.action))
            } catch {
                logger.info("BootNotification cannot be triggered.", metadata: ["reason": "\(error)"])
            }
            return
        }
    }
}
