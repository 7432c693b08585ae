import Charging
import OCPP

// A call to a station that fails is a command that fails.
extension Caller {
    func ask<Message: Call>(
        _ message: Message, within time: Duration? = nil
    ) async throws(CommandError) -> Message.Response {
        do throws(CallFailure) {
            return try await call(message, within: time)
        } catch {
            throw CommandError(error)
        }
    }

    func askForPayload(answering message: some Call, within time: Duration? = nil) async throws(CommandError) -> Payload
    {
        do throws(CallFailure) {
            return try await payload(answering: message, within: time)
        } catch {
            throw CommandError(error)
        }
    }
}

extension CommandError {
    init(_ failure: CallFailure) {
        self =
            switch failure {
            case .timedOut: .timedOut
            case .refused(let error): .refused(code: error.code.rawValue, description: error.description)
            case .unreadable(let why): .unreadable(why)
            case .busy: .busy
            case .disconnected: .disconnected
            case .unsendable(let why): .unsupported("The command cannot be sent: \(why)")
            }
    }
}
