package import Charging
import Logging
package import OCPP
import OCPP201
import Synchronization

/// Talks OCPP 2.0.1 or 2.1 with one station over one connection.
package struct OCPP201Driver: Speaker {
    let conversation: Conversation

    /// `wasAccepted` says that the station was accepted at some time before this connection, and may leave out its
    /// BootNotification.
    package init(
        station: StationID, dialect: Dialect = .ocpp201, link: any TextLink, door: any StationDoor,
        settings: OCPPSettings, environment: StationEnvironment, wasAccepted: Bool
    ) {
        conversation = Conversation(
            station: station, dialect: dialect, link: link, door: door, settings: settings, environment: environment,
            mayLeaveOutBoot: wasAccepted)
    }

    func askForBoot() async throws(CommandError) {
        _ = try await caller.ask(TriggerMessage(requestedMessage: .bootNotification))
    }

    func followUp(_ followUp: FollowUp) async throws(CommandError) {
        switch followUp {
        case .deliver(let chain, let use, let request):
            let call = CertificateSigned(
                certificateChain: Text(chain), certificateType: use.map { CertificateSigningUse(rawValue: $0) },
                requestId: request)
            let response = try await caller.ask(call)
            guard response.status != "Accepted" else { return }
            conversation.logger.warning(
                "The station rejects its certificate.", metadata: ["reason": "\(response.reason ?? "-")"])
        case .profile(let profile, let evse):
            _ = try await perform(.setChargingProfile(profile, evse: evse))
        case .report:
            let number = environment.numbers.next()
            let response = try await caller.ask(GetBaseReport(requestId: number, reportBase: .fullInventory))
            conversation.logger.debug("Device model asked for.", metadata: ["reason": "\(response.status)"])
        }
    }

    var caller: Caller { conversation.caller }
    var environment: StationEnvironment { conversation.environment }
    var station: StationID { conversation.station }
}
