package import Charging
import Logging
import OCPP
import OCPP16
import Synchronization

/// Talks OCPP 1.6J with one station over one connection.
package struct OCPP16Driver: Speaker {
    /// The sub-protocol's name.
    package static let dialect = Dialect.ocpp16.rawValue

    let conversation: Conversation
    let memory = Remembered()

    package init(
        station: StationID, link: any TextLink, door: any StationDoor, settings: OCPPSettings,
        environment: StationEnvironment
    ) {
        conversation = Conversation(
            station: station, dialect: .ocpp16, link: link, door: door, settings: settings, environment: environment)
    }

    /// A station that is known never to boot again after a lost connection counts as accepted, and is asked all the
    /// same.
    package func run(_ messages: some AsyncSequence<String, any Error>, isKnown: Bool) async {
        var comesWithoutBoot = false
        if let boot = await conversation.door.lastBoot(of: conversation.station) {
            adopt(boot)
            comesWithoutBoot = neverBootsAgain
        }
        await conversation.run(
            messages, isKnown: isKnown || comesWithoutBoot, asksForBoot: !isKnown || comesWithoutBoot, as: self)
    }

    func askForBoot() async throws(CommandError) {
        do throws(CommandError) {
            _ = try await tell(TriggerMessage(requestedMessage: BootNotification.action))
        } catch {
            guard error.isRefusal, neverBootsAgain else { throw error }
        }
    }

    private var neverBootsAgain: Bool {
        memory.withLock { $0.treatment.switches.missingBootAfterReconnect == true }
    }

    func followUp(_ followUp: FollowUp) async throws(CommandError) {
        let status: String
        switch followUp {
        case .deliver(let chain, _, _):
            status = try await tell(CertificateSigned(certificateChain: Text(chain))).status
        case .profile(let profile, let evse): status = try await setChargingProfile(profile, evse).status
        // Its configuration is asked for when somebody wants to know it.
        case .report: return
        }
        if status != "Accepted" {
            logger.warning("The station does not take up what followed.", metadata: ["reason": "\(status.bounded)"])
        }
    }

    var caller: Caller { conversation.caller }
    var logger: Logger { conversation.logger }
}

/// The memory of a driver, which commands and the conversation share.
final class Remembered: Sendable {
    private let memory = Mutex(StationMemory())

    func withLock<Result>(_ body: (inout StationMemory) -> Result) -> Result { memory.withLock { body(&$0) } }
}
