import FoundationEssentials

/// Writes frames, strictly by the standard.
package enum FrameWriter {
    /// `[2, id, action, payload]`
    package static func call<Message: Call>(_ message: Message, id: MessageID) throws(PayloadError) -> String {
        "[2,\(id.json),\"\(Message.action)\",\(try json(message))]"
    }

    /// `[3, id, payload]`
    package static func result<Message: Encodable>(
        _ message: Message, to id: MessageID
    ) throws(PayloadError) -> String {
        "[3,\(id.json),\(try json(message))]"
    }

    /// `[4, id, code, description, {}]`; the description is cut at the 255 characters the standard allows.
    package static func error(_ error: CallError, to id: MessageID) -> String {
        let description = JSONString.quoted(String(error.description.prefix(255)))
        return "[4,\(id.json),\(JSONString.quoted(error.code.rawValue)),\(description),{}]"
    }

    private static func json<Message: Encodable>(_ message: Message) throws(PayloadError) -> String {
        // The answer to most of what stations say.
        if message is Empty { return "{}" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(message) else {
            throw .unacceptable("The message holds a number that JSON cannot express.")
        }
        return String(decoding: json, as: UTF8.self)
    }
}
