import Charging
import OCPP
import OCPP16
import Synchronization

// Any message of OCPP 1.6, for what has no word of its own.
extension OCPP16Driver {
    func call(_ action: String, _ payload: String) async throws(CommandError) -> CommandResult {
        guard let type = OCPP16.callsToStations[action] else {
            throw .unsupported(
                OCPP16.calls[action] == nil
                    ? "OCPP 1.6 has no message \(action.bounded)."
                    : "\(action) is what stations send; it cannot be sent to one.")
        }
        // Their commands know what must not be written or told: measurands that do harm, and keys that are secret.
        guard ![ChangeConfiguration.action, GetConfiguration.action].contains(action) else {
            throw .unsupported("\(action) has a command of its own; use that.")
        }
        return try await send(Self.message(type, payload))
    }

    private func send(_ message: some Call) async throws(CommandError) -> CommandResult {
        let answer = try await caller.askForPayload(answering: message, within: answerTimeout)
        let status = try? answer.decode(StatusResponse.self).status
        return CommandResult(status: status?.bounded ?? "Accepted", data: answer.verbatim)
    }

    /// The payload is read as one that has arrived, so that nothing is sent that is no such message.
    private static func message(_ type: any Call.Type, _ payload: String) throws(CommandError) -> any Call {
        guard case .call(_, _, let read) = Frame(#"[2,"1","\#(type.action)",\#(payload)]"#) else {
            throw .unsupported("The payload is no JSON object.")
        }
        do throws(PayloadError) {
            return try read.decode(type)
        } catch {
            throw .unsupported("The payload is no \(type.action): \(error.sentence)")
        }
    }
}
