import Charging
import OCPP
import WebSocket

/// The driver of a station that speaks some version of OCPP.
package protocol OCPPDriver: StationDriver {
    /// Serves the station until its messages end. `isKnown` says that it was accepted over an earlier connection.
    func run(_ messages: some AsyncSequence<String, any Error>, isKnown: Bool) async
}

/// What a version of OCPP adds to a conversation: what its messages mean.
protocol Speaker: OCPPDriver {
    var conversation: Conversation { get }
    /// What is to be done about a call of the station.
    func errand(_ payload: Payload, _ question: Question) throws -> Errand
    /// What is to be done about something that is never answered.
    func errand(told action: String, _ payload: Payload) -> Errand
    func askForBoot() async throws(CommandError)
    func followUp(_ followUp: FollowUp) async throws(CommandError)
}

/// A call of the station that has to be answered.
struct Question {
    let id: MessageID
    let action: String
    /// The station belongs to this site.
    let isWelcome: Bool
}

extension Speaker {
    package func run(_ messages: some AsyncSequence<String, any Error>, isKnown: Bool) async {
        await conversation.run(messages, isKnown: isKnown, asksForBoot: !isKnown, as: self)
    }

    package func close(_ code: CloseCode, reason: String) { conversation.close(code, reason: reason) }

    func errand(told action: String, _ payload: Payload) -> Errand { .done }
}
