import Charging
import OCPP
import OCPP201

// What has no word of the site's: displays, monitoring, customers, costs. A station that speaks the same messages gets
// them as they are, but for the names of transactions.
extension StationDoor201 {
    func pass(_ message: any Call) async throws(Refusal) -> CloudDoorAnswer {
        switch message {
        case let call as SetDisplayMessage:
            let words = AnswerWords(
                "Accepted", "NotSupportedMessageFormat", "Rejected", "NotSupportedPriority", "NotSupportedState",
                "UnknownTransaction")
            var named = call
            do throws(Refusal) {
                guard keeper.controls else { return .result(StatusResponse(try words.verdict(on: .readOnly))) }
                if let theirs = call.message.transactionId {
                    named.message.transactionId = Text(try await name(theirs.text))
                }
            } catch {
                return .result(
                    StatusResponse(Verdict("UnknownTransaction", reason: error.reason, info: error.sentence)))
            }
            return try await pass(named, words)
        case let call as GetDisplayMessages: return try await pass(call, AnswerWords("Accepted", "Unknown"))
        case let call as ClearDisplayMessage: return try await pass(call, AnswerWords("Accepted", "Unknown"))
        case let call as CustomerInformation:
            return try await pass(call, AnswerWords("Accepted", "Rejected", "Invalid"))
        case let call as GetMonitoringReport: return try await pass(call, Self.monitoringWords)
        case let call as SetMonitoringBase: return try await pass(call, Self.monitoringWords)
        case let call as SetMonitoringLevel: return try await pass(call, AnswerWords("Accepted", "Rejected"))
        case let call as SetVariableMonitoring: return .result(try await passed(call))
        case let call as ClearVariableMonitoring: return .result(try await passed(call))
        case var call as CostUpdated:
            guard keeper.controls else { throw .readOnly }
            call.transactionId = Text(try await name(call.transactionId.text))
            return .result(try await passed(call))
        default: throw .unsupported("\(type(of: message).action) has no answer here.")
        }
    }

    private static let monitoringWords = AnswerWords("Accepted", "Rejected", "NotSupported", "EmptyResultSet")

    /// Sends it where its answer is a status: then refusals have a word, too.
    private func pass<Message: Call>(
        _ call: Message, _ words: AnswerWords
    ) async throws(Refusal) -> CloudDoorAnswer where Message.Response == StatusResponse {
        do throws(Refusal) {
            let response = try await passed(call)
            guard words.known.contains(response.status) else {
                return .result(StatusResponse(try words.verdict(on: CommandResult(status: response.status))))
            }
            return .result(response)
        } catch {
            return .result(StatusResponse(try words.verdict(on: error)))
        }
    }

    /// What the station answered, read as what it should be.
    func passed<Message: Call>(_ call: Message) async throws(Refusal) -> Message.Response {
        guard keeper.controls else { throw .readOnly }
        return try await read(call)
    }

    /// The same for what changes nothing.
    func read<Message: Call>(_ call: Message) async throws(Refusal) -> Message.Response {
        let facts = await keeper.facts()
        guard facts.isNew else {
            throw .unsupported("The station does not speak OCPP 2.0.1, which alone has the message \(Message.action).")
        }
        let result = try await keeper.ask(.call(action: Message.action, payload: try Self.json(call, facts)))
        guard case .result(_, let payload) = Frame("[3,\"1\",\(result.data ?? "{}")]") else {
            throw Refusal(.unreadable("It is no JSON object."))
        }
        do throws(PayloadError) {
            return try payload.decode(Message.Response.self)
        } catch {
            throw Refusal(.unreadable(error.sentence))
        }
    }

    /// A message as the station may be sent it.
    static func json(_ call: some Call, _ facts: StationFacts) throws(Refusal) -> String {
        do throws(PayloadError) {
            let frame = Frame(try FrameWriter.call(call, id: MessageID("1"), facts.dialect ?? .ocpp201))
            guard case .call(_, _, let payload) = frame else { throw .noObject }
            return payload.verbatim
        } catch {
            throw .malformed("The station cannot be sent this: \(error.sentence)")
        }
    }

    /// What the station calls a transaction of the CSMS's.
    private func name(_ theirs: String) async throws(Refusal) -> String {
        let id = try await keeper.transaction(theirs)
        guard let name = await keeper.facts().name(of: id) else { throw .unknownTransaction }
        return name
    }
}
