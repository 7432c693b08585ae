import OCPP
import OCPP16
import OCPP201

/// What has to hold for any bytes that arrive, whoever sends them. It ends the process where it does not.
package enum FrameCheck {
    package static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for dialect in Dialect.allCases { check(Frame(text, dialect), dialect) }
    }

    private static func check(_ frame: Frame, _ dialect: Dialect) {
        checkObjection(to: frame, dialect)
        let calls = dialect == .ocpp16 ? OCPP16.calls : OCPP201.calls
        switch frame {
        case .call(let id, let action, let payload):
            if let type = calls[action] { checkRequest(type, payload, dialect) }
            checkAnswer(to: id, dialect)
        case .result(_, let payload):
            // Nothing here says what was asked.
            for type in calls.values { checkResponse(to: type, payload, dialect) }
        case .send(_, let action, let payload):
            if let type = OCPP201.notices[action] { checkNotice(type, payload) }
        case .error, .resultError, .unknown, .damaged: break
        }
    }

    /// Whatever is answered can be read, and goes to whom it should.
    private static func checkObjection(to frame: Frame, _ dialect: Dialect) {
        guard let text = FrameWriter.objection(to: frame, dialect) else { return }
        switch (Frame(text, dialect), frame) {
        case (.error(let id, _), .damaged(let damage)), (.resultError(let id, _), .damaged(let damage)):
            precondition(id == damage.id ?? MessageID("-1"))
        case (.error(let id, _), .unknown(_, let asked)): precondition(id == asked ?? MessageID("-1"))
        default: preconditionFailure("an objection that is none: \(text)")
        }
    }

    private static func checkAnswer(to id: MessageID, _ dialect: Dialect) {
        guard let text = try? FrameWriter.result(Empty(), to: id, dialect) else {
            preconditionFailure("no answer")
        }
        guard case .result(let answered, _) = Frame(text, dialect) else { preconditionFailure("no answer: \(text)") }
        precondition(answered == id)
    }

    private static func checkRequest<Message: Call>(_ type: Message.Type, _ payload: Payload, _ dialect: Dialect) {
        checkRewriting(type, payload, dialect)
    }

    private static func checkResponse<Message: Call>(
        to type: Message.Type, _ payload: Payload, _ dialect: Dialect
    ) {
        checkRewriting(type.Response.self, payload, dialect)
    }

    private static func checkNotice<Message: Notice>(_ type: Message.Type, _ payload: Payload) {
        checkRewriting(type, payload, .ocpp21)
    }

    /// What was read and may be sent is read again as the same.
    private static func checkRewriting<Message: Codable>(
        _ type: Message.Type, _ payload: Payload, _ dialect: Dialect
    ) {
        guard let message = try? payload.decode(type),
            let text = try? FrameWriter.result(message, to: MessageID("1"), dialect),
            text.utf8.count <= Frame.maximumBytes
        else { return }
        guard case .result(_, let written) = Frame(text, dialect), let again = try? written.decode(type),
            let rewritten = try? FrameWriter.result(again, to: MessageID("1"), dialect)
        else { preconditionFailure("written and not readable: \(text)") }
        precondition(rewritten == text, "\(text) became \(rewritten)")
    }
}
