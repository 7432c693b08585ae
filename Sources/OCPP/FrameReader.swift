extension Frame {
    /// Reads a frame: one pass over the text, bounded in size, depth and number of values, and never in doubt.
    ///
    /// Whitespace, a byte order mark, a missing or `null` payload, surplus elements and integer ids are let pass.
    package init(_ text: String, _ dialect: Dialect = .ocpp16) {
        guard text.utf8.count <= Self.maximumBytes else {
            self = .damaged(Damage(kind: .unknown, id: nil, reason: "The message is too long.", offset: 0))
            return
        }
        var reader = FrameReader(Array(text.utf8), dialect)
        self = reader.read()
    }
}

/// Goes through the elements of the outer list. Those read before a damage tell what the frame was about.
private struct FrameReader {
    private let dialect: Dialect
    private var scanner: JSONScanner
    /// Where the elements are on the tape.
    private var elements: [Int] = []

    init(_ bytes: [UInt8], _ dialect: Dialect) {
        self.dialect = dialect
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        scanner = JSONScanner(bytes.starts(with: mark) ? Array(bytes[3...]) : bytes)
    }

    mutating func read() -> Frame {
        do {
            try scanElements()
        } catch {
            return damaged(error)
        }
        let text = JSONText(bytes: scanner.bytes, tape: scanner.tape)
        guard let type = elements.first.flatMap(text.text) else {
            return damaged(scanner.problem("The list is empty."))
        }
        guard isKnown(type) else { return .unknown(type: type, id: id(text)) }
        guard let id = id(text) else { return damaged(scanner.problem("The message has no id.")) }
        switch type {
        case "2", "6":
            guard elements.count > 2, let action = text.text(elements[2]) else {
                return damaged(scanner.problem("The action is missing."))
            }
            let payload = payload(text, at: 3)
            return type == "2"
                ? .call(id: id, action: action, payload: payload) : .send(id: id, action: action, payload: payload)
        case "3":
            return .result(id: id, payload: payload(text, at: 2))
        default:
            let code = CallErrorCode(rawValue: element(text, at: 2) ?? "GenericError")
            let error = CallError(code, element(text, at: 3) ?? "")
            return type == "4" ? .error(id: id, error: error) : .resultError(id: id, error: error)
        }
    }

    private func isKnown(_ type: String) -> Bool {
        switch type {
        case "2", "3", "4": true
        case "5", "6": dialect == .ocpp21
        default: false
        }
    }

    private mutating func scanElements() throws(JSONProblem) {
        guard scanner.skip("[") else { throw scanner.problem("The message is no list.") }
        if scanner.skip("]") { return }
        elements.reserveCapacity(5)
        repeat { elements.append(try scanner.value(depth: 1)) } while scanner.skip(",")
        guard scanner.skip("]") else { throw scanner.problem("A comma or closing bracket is missing.") }
        // Some firmware sends the zero byte that ends its text.
        while scanner.skip("\0") {}
        scanner.skipWhitespace()
        guard scanner.position == scanner.bytes.count else { throw scanner.problem("Something follows the message.") }
    }

    private func element(_ text: JSONText, at position: Int) -> String? {
        position < elements.count ? text.text(elements[position]) : nil
    }

    private func payload(_ text: JSONText, at position: Int) -> Payload {
        guard position < elements.count, text.tape[elements[position]].kind != .null else {
            return Payload(text: text, index: nil)
        }
        return Payload(text: text, index: elements[position])
    }

    private func id(_ text: JSONText) -> MessageID? {
        guard elements.count > 1, case let token = text.tape[elements[1]],
            text.raw(token).count <= MessageID.maximumBytes, let id = text.text(elements[1])
        else { return nil }
        switch token.kind {
        case .string, .escapedString: return MessageID(text: id, isNumber: false)
        case .number: return MessageID(text: id, isNumber: true)
        case .object, .array, .true, .false, .null: return nil
        }
    }

    private func damaged(_ problem: JSONProblem) -> Frame {
        let text = JSONText(bytes: scanner.bytes, tape: scanner.tape)
        let kind: Frame.Damage.Kind =
            switch elements.first.flatMap(text.text) {
            case "2": .call
            case "3", "4": .answer
            case "5" where dialect == .ocpp21: .answer
            case "6" where dialect == .ocpp21: .send
            default: .unknown
            }
        return .damaged(
            Frame.Damage(kind: kind, id: id(text), reason: problem.reason, offset: problem.offset))
    }
}
