package import Charging
import OCPP
import OCPP16
import Synchronization

/// Talks OCPP 1.6J with one station over one connection.
package struct OCPP16Driver: Speaker {
    /// The sub-protocol's name.
    package static let dialect = Dialect.ocpp16.rawValue

    let conversation: Conversation

    package init(
        station: StationID, link: any TextLink, door: any StationDoor, settings: OCPPSettings,
        environment: StationEnvironment
    ) {
        conversation = Conversation(
            station: station, dialect: .ocpp16, link: link, door: door, settings: settings, environment: environment)
    }

    func askForBoot() async throws(CommandError) {
        _ = try await caller.call(TriggerMessage(requestedMessage: BootNotification.action))
    }

    func followUp(_ followUp: FollowUp) async throws(CommandError) {
        switch followUp {
        case .deliver(let chain, _): _ = try await caller.call(CertificateSigned(certificateChain: Text(chain)))
        // Its configuration is asked for when somebody wants to know it.
        case .report: break
        }
    }

    var caller: Caller { conversation.caller }
}
