import Charging
import Console
import FoundationEssentials
import Testing

struct CommandRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var json: String
        var command: Command?
        var testDescription: String { json }
    }

    @Test(arguments: [
        Case(
            json: #"{"command": "remote-start", "tag": "04B0", "evse": 2}"#,
            command: .requestStart(tag: "04B0", evse: 2)),
        Case(json: #"{"command": "remote-start", "tag": "04B0"}"#, command: .requestStart(tag: "04B0", evse: nil)),
        Case(json: #"{"command": "remote-stop", "transaction": 7}"#, command: .requestStop(TransactionID(7)!)),
        Case(json: #"{"command": "reset"}"#, command: .reset(.soft)),
        Case(json: #"{"command": "reset", "hard": true}"#, command: .reset(.hard)),
        Case(json: #"{"command": "unlock"}"#, command: .unlock(evse: 1)),
        Case(
            json: #"{"command": "availability", "operative": false}"#,
            command: .changeAvailability(evse: 0, operative: false)),
        Case(json: #"{"command": "get-configuration"}"#, command: .getConfiguration(keys: [])),
        Case(
            json: #"{"command": "set-configuration", "key": "HeartbeatInterval", "value": ""}"#,
            command: .changeConfiguration(key: "HeartbeatInterval", value: "")),
        Case(json: #"{"command": "clear-cache"}"#, command: .clearCache),
        Case(
            json: #"{"command": "trigger", "message": "StatusNotification"}"#,
            command: .trigger(message: "StatusNotification", evse: nil)),
        Case(
            json: #"{"command": "data-transfer", "vendor": "KEBA", "data": "{}"}"#,
            command: .transfer(DataTransfer(vendor: "KEBA", data: "{}"))),
    ])
    func `a request in JSON is the command it says`(_ given: Case) throws {
        let request = try JSONDecoder().decode(CommandRequest.self, from: Data(given.json.utf8))
        #expect(try request.validated() == given.command)
    }

    @Test(arguments: [
        #"{"command": "remote-start"}"#,
        #"{"command": "remote-start", "tag": ""}"#,
        #"{"command": "remote-start", "tag": "012345678901234567890"}"#,
        #"{"command": "remote-start", "tag": "04B0", "evse": 0}"#,
        #"{"command": "remote-stop"}"#,
        #"{"command": "remote-stop", "transaction": 0}"#,
        #"{"command": "remote-stop", "transaction": 9223372036854775807}"#,
        #"{"command": "availability"}"#,
        #"{"command": "set-configuration", "key": "HeartbeatInterval"}"#,
        #"{"command": "trigger"}"#,
        #"{"command": "data-transfer"}"#,
    ])
    func `a request that lacks something is refused with words`(_ json: String) throws {
        let request = try JSONDecoder().decode(CommandRequest.self, from: Data(json.utf8))
        let failure = #expect(throws: APIFailure.self) { try request.validated() }
        #expect(failure?.code == "bad-request")
        #expect(failure?.remedy?.isEmpty == false)
    }
}
