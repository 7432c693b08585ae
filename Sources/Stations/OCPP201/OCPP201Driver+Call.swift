import Charging
import OCPP
import OCPP201

// Messages that have no word of their own here.
extension OCPP201Driver {
    func call(_ action: String, _ payload: String) async throws(CommandError) -> CommandResult {
        guard let type = OCPP201.callsToStations[action] else {
            throw .unsupported(
                OCPP201.callsFromStations[action] != nil
                    ? "\(action) is for a station to send."
                    : "\(action.prefix(50)) is no message that OCPP 2.0.1 has for stations.")
        }
        guard case .call(_, _, let payload) = Frame("[2,\"call\",\"\(action)\",\(payload)]", conversation.dialect)
        else {
            throw .unsupported("The payload is no JSON.")
        }
        let message: any Call
        do throws(PayloadError) {
            message = try payload.decode(type)
        } catch {
            throw .unsupported(error.sentence)
        }
        return try await send(message)
    }

    /// What is no message of the standard is not sent; what comes back is handed on as it is.
    private func send(_ message: some Call) async throws(CommandError) -> CommandResult {
        let answer = try await caller.askForPayload(answering: message)
        let told = try? answer.decode(Told.self)
        return CommandResult(
            status: told?.status ?? "Accepted", data: answer.verbatim, reason: told?.statusInfo?.sentence)
    }

    /// What most answers have.
    private struct Told: Decodable {
        var status: String?
        var statusInfo: StatusInfo?
    }
}
