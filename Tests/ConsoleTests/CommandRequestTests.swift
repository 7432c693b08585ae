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
        Case(json: #"{"command": "local-list-version"}"#, command: .getLocalListVersion),
        Case(
            json: #"{"command": "limit", "amperes": "10.5", "safe": "6", "evse": 2, "seconds": 300}"#,
            command: .limit(
                CurrentLimit(
                    evse: 2, amperes: ExactDecimal("10.5")!, safeAmperes: ExactDecimal(6), fallbackSeconds: 300))),
        Case(
            json: #"{"command": "limit", "amperes": "0", "safe": "6"}"#,
            command: .limit(CurrentLimit(evse: 0, amperes: ExactDecimal(0), safeAmperes: ExactDecimal(6)))),
        Case(
            json: #"{"command": "set-charging-profile", "amperes": "8", "seconds": 3600}"#,
            command: .setChargingProfile(.simple(.txDefaultProfile, seconds: 3600), evse: 0)),
        Case(
            json: #"{"command": "set-charging-profile", "amperes": "8", "transaction": 7}"#,
            command: .setChargingProfile(.simple(.txProfile, of: 7), evse: 1)),
        // OCPP 1.6 lets the transaction out, and means whichever runs there.
        Case(
            json: #"{"command": "set-charging-profile", "amperes": "8", "purpose": "TxProfile", "evse": 2}"#,
            command: .setChargingProfile(.simple(.txProfile), evse: 2)),
        Case(
            json: #"{"command": "remote-start", "tag": "04B0", "evse": 2, "amperes": "8"}"#,
            command: .requestStart(tag: "04B0", evse: 2, profile: .simple(.txProfile))),
        Case(
            json: #"{"command": "clear-charging-profiles", "purpose": "TxDefaultProfile", "level": 0}"#,
            command: .clearChargingProfiles(ProfileCriteria(purpose: .txDefaultProfile, stackLevel: 0))),
        Case(
            json: #"{"command": "get-charging-profiles", "profileID": 5}"#,
            command: .getChargingProfiles(ProfileCriteria(ids: [5]))),
        Case(
            json: #"{"command": "composite-schedule", "evse": 1, "seconds": 600, "unit": "W"}"#,
            command: .getCompositeSchedule(evse: 1, seconds: 600, unit: .watt)),
        Case(
            json: #"{"command": "update-firmware", "location": "ftp://h/f.bin", "requestID": 3}"#,
            command: .updateFirmware(FirmwareUpdate(location: "ftp://h/f.bin", retrieveAt: .noon, requestID: 3))),
        Case(
            json: #"{"command": "get-log", "location": "ftp://h/", "log": "SecurityLog", "requestID": 3}"#,
            command: .getLog(LogRequest(kind: .security, location: "ftp://h/", requestID: 3))),
        Case(json: #"{"command": "get-report"}"#, command: .getReport(.full)),
        Case(json: #"{"command": "list-certificates"}"#, command: .listCertificates(nil)),
        Case(
            json: #"{"command": "call", "action": "GetVariables", "payload": "{\"a\": [1, null]}"}"#,
            command: .call(action: "GetVariables", payload: #"{"a": [1, null]}"#)),
    ])
    func `a request in JSON is the command it says`(_ given: Case) throws {
        let request = try JSONDecoder().decode(CommandRequest.self, from: Data(given.json.utf8))
        #expect(try request.validated(at: .noon) == given.command)
    }

    @Test(arguments: [
        #"{"command": "remote-start"}"#,
        #"{"command": "remote-start", "tag": ""}"#,
        #"{"command": "remote-start", "tag": "0123456789012345678901234567890123456"}"#,
        #"{"command": "remote-start", "tag": "04B0", "evse": 0}"#,
        #"{"command": "remote-stop"}"#,
        #"{"command": "remote-stop", "transaction": 0}"#,
        #"{"command": "remote-stop", "transaction": 9223372036854775807}"#,
        #"{"command": "availability"}"#,
        #"{"command": "set-configuration", "key": "HeartbeatInterval"}"#,
        #"{"command": "trigger"}"#,
        #"{"command": "data-transfer"}"#,
        #"{"command": "limit", "amperes": "10"}"#,
        #"{"command": "limit", "amperes": "-1", "safe": "6"}"#,
        #"{"command": "limit", "amperes": "10", "safe": "6", "seconds": 1}"#,
        #"{"command": "set-charging-profile"}"#,
        #"{"command": "set-charging-profile", "amperes": "8", "purpose": "ChargingStationMaxProfile", "evse": 1}"#,
        #"{"command": "set-charging-profile", "amperes": "8", "level": -1}"#,
        #"{"command": "set-charging-profile", "amperes": "8", "purpose": "ChargingStationExternalConstraints"}"#,
        #"{"command": "composite-schedule", "seconds": 0}"#,
        #"{"command": "update-firmware", "location": "somewhere"}"#,
        #"{"command": "update-firmware", "location": "ftp://h/f", "signature": "AAAA"}"#,
        #"{"command": "get-log"}"#,
        #"{"command": "install-certificate", "use": "CSMSRootCertificate", "certificate": "MIIB"}"#,
        #"{"command": "delete-certificate"}"#,
        #"{"command": "call", "payload": "{}"}"#,
        #"{"command": "call", "action": "GetVariables", "payload": "[1]"}"#,
        #"{"command": "call", "action": "GetVariables", "payload": "{"}"#,
    ])
    func `a request that lacks something is refused with words`(_ json: String) throws {
        let request = try JSONDecoder().decode(CommandRequest.self, from: Data(json.utf8))
        let failure = #expect(throws: APIFailure.self) { try request.validated(at: .noon) }
        #expect(failure?.code == "bad-request")
        #expect(failure?.remedy?.isEmpty == false)
    }
}

extension ChargingProfile {
    /// 8 A from noon on.
    fileprivate static func simple(_ purpose: Purpose, of transaction: Int64? = nil, seconds: Int? = nil) -> Self {
        ChargingProfile(
            id: 1, purpose: purpose, transaction: TransactionID(transaction),
            schedule: ChargingSchedule(
                unit: .ampere, start: .noon, durationSeconds: seconds,
                periods: [ChargingSchedule.Period(startSeconds: 0, limit: ExactDecimal(8))]))
    }
}
