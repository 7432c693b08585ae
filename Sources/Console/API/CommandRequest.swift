package import Charging

/// A command as the API takes it: `{"command": "remote-start", "tag": "04B0…", "evse": 1}`.
package struct CommandRequest: Codable, Hashable, Sendable {
    package enum Name: String, Codable, CaseIterable, Sendable {
        case remoteStart = "remote-start"
        case remoteStop = "remote-stop"
        case reset
        case unlock
        case availability
        case getConfiguration = "get-configuration"
        case setConfiguration = "set-configuration"
        case clearCache = "clear-cache"
        case trigger
        case dataTransfer = "data-transfer"
    }

    package var command: Name
    package var tag: String?
    package var evse: Int?
    package var transaction: Int64?
    package var hard: Bool?
    package var operative: Bool?
    package var keys: [String]?
    package var key: String?
    package var value: String?
    package var message: String?
    package var vendor: String?
    package var data: String?

    package init(_ command: Name) { self.command = command }

    /// The command, or what its request lacks.
    package func validated() throws(APIFailure) -> Command {
        switch command {
        case .remoteStart: .requestStart(tag: try text(tag, "tag", atMost: 20), evse: try checked(evse, from: 1))
        case .remoteStop: .requestStop(try requestedTransaction())
        case .reset: .reset(hard == true ? .hard : .soft)
        case .unlock: .unlock(evse: try checked(evse, from: 1) ?? 1)
        case .availability:
            .changeAvailability(evse: try checked(evse, from: 0) ?? 0, operative: try required(operative, "operative"))
        case .getConfiguration: .getConfiguration(keys: keys ?? [])
        case .setConfiguration:
            .changeConfiguration(key: try text(key, "key", atMost: 50), value: try required(value, "value"))
        case .clearCache: .clearCache
        case .trigger: .trigger(message: try text(message, "message", atMost: 50), evse: try checked(evse, from: 1))
        case .dataTransfer:
            .transfer(DataTransfer(vendor: try text(vendor, "vendor", atMost: 255), message: message, data: data))
        }
    }

    private func requestedTransaction() throws(APIFailure) -> TransactionID {
        guard let id = TransactionID(try required(transaction, "transaction")) else {
            throw Self.failure("A transaction is a number from 1 to 2147483647.", "See ohmstead sessions.")
        }
        return id
    }

    private func required<Value>(_ value: Value?, _ name: String) throws(APIFailure) -> Value {
        guard let value else {
            throw Self.failure("The command \(command.rawValue) lacks \(name).", "Add \(name) to it.")
        }
        return value
    }

    /// Lengths are those of OCPP 1.6, section 7.
    private func text(_ value: String?, _ name: String, atMost bytes: Int) throws(APIFailure) -> String {
        let text = try required(value, name)
        guard (1...bytes).contains(text.utf8.count) else {
            throw Self.failure("A \(name) has 1 to \(bytes) characters.", "Write a shorter one.")
        }
        return text
    }

    private func checked(_ evse: Int?, from least: Int) throws(APIFailure) -> Int? {
        guard let evse, !(least...1000).contains(evse) else { return evse }
        throw Self.failure("There is no EVSE \(evse).", "EVSEs are counted from \(least).")
    }

    private static func failure(_ message: String, _ remedy: String) -> APIFailure {
        APIFailure(code: "bad-request", message: message, remedy: remedy)
    }
}
