/// Writes frames, strictly by the standard of the version that is spoken.
package enum FrameWriter {
    /// `[2, id, action, payload]`
    package static func call<Message: Call>(
        _ message: Message, id: MessageID, _ dialect: Dialect = .ocpp16
    ) throws(PayloadError) -> String {
        try write("[2,\(id.json),\"\(Message.action)\",", message, dialect)
    }

    /// `[3, id, payload]`
    package static func result<Message: Encodable>(
        _ message: Message, to id: MessageID, _ dialect: Dialect = .ocpp16
    ) throws(PayloadError) -> String {
        // The answer to most of what stations say.
        if message is Empty { return "[3,\(id.json),{}]" }
        return try write("[3,\(id.json),", message, dialect)
    }

    /// `[4, id, code, description, {}]`; the description is cut at the 255 characters the standard allows.
    package static func error(_ error: CallError, to id: MessageID, _ dialect: Dialect = .ocpp16) -> String {
        write(4, error, id, dialect)
    }

    /// `[6, id, action, payload]`, which only OCPP 2.1 has.
    package static func send<Message: Notice>(_ message: Message, id: MessageID) throws(PayloadError) -> String {
        try write("[6,\(id.json),\"\(Message.action)\",", message, .ocpp21)
    }

    /// What a version wants to hear about a frame that is no message; `nil` where it wants silence.
    ///
    /// OCPP-J 1.6, section 4.1.3; OCPP 2.0.1 and 2.1 Part 4, section 4.
    package static func objection(to frame: Frame, _ dialect: Dialect) -> String? {
        switch frame {
        case .call, .result, .error, .resultError, .send: nil
        case .unknown(let type, let id):
            dialect == .ocpp201
                ? error(
                    CallError(.messageTypeNotSupported, "\(type.prefix(20)) is no message type."),
                    to: id ?? .unreadable, dialect) : nil
        case .damaged(let damage): objection(to: damage, dialect)
        }
    }

    private static func objection(to damage: Frame.Damage, _ dialect: Dialect) -> String? {
        switch (damage.kind, damage.id) {
        case (.call, let id?): error(CallError(.formationViolation, damage.reason), to: id, dialect)
        case (.answer, let id?) where dialect == .ocpp21:
            write(5, CallError(.formationViolation, damage.reason), id, dialect)
        case (.answer, _), (.send, _): nil
        case (.call, nil), (.unknown, _):
            dialect == .ocpp16
                ? nil : error(CallError(.rpcFrameworkError, damage.reason), to: damage.id ?? .unreadable, dialect)
        }
    }

    private static func write(_ type: Int, _ error: CallError, _ id: MessageID, _ dialect: Dialect) -> String {
        let description = JSONString.quoted(String(error.description.prefix(255)))
        return "[\(type),\(id.json),\(JSONString.quoted(error.code.spelling(in: dialect))),\(description),{}]"
    }

    private static func write(
        _ head: String, _ message: some Encodable, _ dialect: Dialect
    ) throws(PayloadError) -> String {
        do {
            return try MessageWriter.write(message, after: head, dialect)
        } catch let error as PayloadError {
            throw error
        } catch {
            throw .unacceptable("The message holds a value that JSON cannot express.")
        }
    }
}
