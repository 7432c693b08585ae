import Charging
import Logging
import OCPP
import OCPP16
import OCPP201
import Trust

// The client certificate of security profile 3 is renewed over the connection that it opened.
extension CSMSLink {
    /// How often it is looked whether there is something to renew, and asked again where nothing came of it.
    private static let certificateInterval = Duration.seconds(86_400)

    /// Returns when the task is cancelled, or at once where nothing is renewed.
    func renewCertificates(over conversation: CloudConversation) async {
        guard let identity = configuration.clientIdentity, configuration.preset.takes("SignCertificate") else { return }
        repeat {
            guard identity.isDue(configuration.tls, at: wallClock.now.at.seconds) else { continue }
            await askForCertificate(over: conversation)
        } while (try? await clock.sleep(for: Self.certificateInterval)) != nil
    }

    func askForCertificate(over conversation: CloudConversation) async {
        guard let identity = configuration.clientIdentity else { return }
        do {
            let request = try identity.request()
            let message: any Call =
                conversation.dialect == .ocpp16
                ? OCPP16.SignCertificate(csr: request)
                : OCPP201.SignCertificate(csr: request, certificateType: .chargingStationCertificate)
            let answer = try await conversation.call(message).decode(SigningAnswer.self)
            logger.notice("A new client certificate is asked for.", metadata: ["reason": "\(answer.status)"])
        } catch {
            logger.warning("A new client certificate cannot be asked for.", metadata: ["reason": "\(error)"])
        }
    }
}

/// What the answers to SignCertificate hold in every version.
private struct SigningAnswer: Decodable {
    var status: String
}

extension CSMSLink {
    package func reconnect() async {
        state.value.conversation?.endSoon(words.renewing)
    }
}
