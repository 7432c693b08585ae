import Charging
import FoundationEssentials

// What every field of a request is held against: everything from outside has a bound.
extension CommandRequest {
    func requestedTransaction() throws(APIFailure) -> TransactionID {
        guard let id = TransactionID(try required(transaction, "transaction")) else {
            throw Self.failure("A transaction is a number from 1 to 2147483647.", "See ohmstead sessions.")
        }
        return id
    }

    func required<Value>(_ value: Value?, _ name: String) throws(APIFailure) -> Value {
        guard let value else {
            throw Self.failure("The command \(command.rawValue) lacks \(name).", "Add \(name) to it.")
        }
        return value
    }

    /// Lengths are those of OCPP.
    func text(_ value: String?, _ name: String, from least: Int = 1, atMost bytes: Int) throws(APIFailure) -> String {
        let text = try required(value, name)
        guard (least...bytes).contains(text.utf8.count) else {
            throw Self.failure("A \(name) has \(least) to \(bytes) characters.", "Write a shorter one.")
        }
        return text
    }

    func optional(_ value: String?, _ name: String, atMost bytes: Int) throws(APIFailure) -> String? {
        value == nil ? nil : try text(value, name, from: 0, atMost: bytes)
    }

    func checked(_ evse: Int?, from least: Int) throws(APIFailure) -> Int? {
        guard let evse, !(least...1000).contains(evse) else { return evse }
        throw Self.failure("There is no EVSE \(evse).", "EVSEs are counted from \(least).")
    }

    func number(_ value: Int?, _ name: String, in range: ClosedRange<Int>) throws(APIFailure) -> Int? {
        guard let value, !range.contains(value) else { return value }
        throw Self.failure(
            "The \(name) \(value) is out of range.",
            "Write a number from \(range.lowerBound) to \(range.upperBound).")
    }

    func current(_ value: ExactDecimal?, _ name: String) throws(APIFailure) -> ExactDecimal {
        let amperes = try required(value, name)
        guard (ExactDecimal(0)...ExactDecimal(1000)).contains(amperes) else {
            throw Self.failure("A current is 0 to 1000 A; below 6 A it is a pause.", "Write another \(name).")
        }
        return amperes
    }

    /// A text that is an object of JSON.
    func object(_ value: String, _ name: String) throws(APIFailure) -> String {
        let text = try text(value, name, atMost: 32_768)
        guard (try? JSONDecoder().decode([String: AnyJSON].self, from: Data(text.utf8))) != nil else {
            throw Self.failure("The \(name) is no object in JSON.", "Write {\"…\": …}, or {} for an empty one.")
        }
        return text
    }

    static func failure(_ message: String, _ remedy: String) -> APIFailure {
        APIFailure(code: "bad-request", message: message, remedy: remedy)
    }
}

/// JSON that is only looked at, not read.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}
