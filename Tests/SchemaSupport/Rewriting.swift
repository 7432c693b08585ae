package import OCPP

/// Reads a payload as a driver does, and writes it again.
package enum Rewriting {
    package static func read<Message: Decodable>(_ json: String, as type: Message.Type) throws -> Message {
        guard case .result(_, let payload) = Frame("[3,\"1\",\(json)]") else { throw CallError(.formationViolation) }
        return try payload.decode(type)
    }

    package static func write(_ message: some Encodable, _ dialect: Dialect) throws -> String {
        let frame = try FrameWriter.result(message, to: MessageID("1"), dialect)
        return String(frame.dropFirst(#"[3,"1","#.count).dropLast())
    }

    package static func request(_ type: any Call.Type, _ json: String, _ dialect: Dialect) throws -> String {
        func rewrite<Message: Call>(_ type: Message.Type) throws -> String {
            try write(read(json, as: type), dialect)
        }
        return try rewrite(type)
    }

    package static func response(to type: any Call.Type, _ json: String, _ dialect: Dialect) throws -> String {
        func rewrite<Message: Call>(_ type: Message.Type) throws -> String {
            try write(read(json, as: type.Response.self), dialect)
        }
        return try rewrite(type)
    }
}
