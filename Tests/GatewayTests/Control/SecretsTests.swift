import Charging
import Testing

@testable import Gateway

struct SecretsTests {
    @Test(arguments: [
        #"{"connectionData":{"vpn":{"server":"v","user":"u","password":"hunter2","key":"hunter2","type":"PPTP"}}}"#,
        #"{"connectionData":{"apn":{"apn":"a","apnPassword":"hunter2"}}}"#,
        #"{"setVariableData":[{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"},"attributeValue":"hunter2"}]}"#,
        #"{"key":"AuthorizationKey","value":"hunter2"}"#,
        #"{"location":"ftp://user:hunter2@box/logs"}"#,
        "hunter2",
    ])
    func `a message is kept without its secrets`(payload: String) {
        let kept = Secrets.withoutSecrets(payload: payload)
        #expect(!kept.contains("hunter2"))
        #expect(kept.contains("***"))
    }

    @Test func `a message without secrets is kept to the letter`() {
        let payload = #"{ "requestId": 1.0, "reportBase":"FullInventory" }"#
        #expect(Secrets.withoutSecrets(payload: payload) == payload)
    }

    @Test(arguments: [
        ("ftp://user:pass@host/a@b", "ftp://***@host/a@b"), ("https://host/a@b", "https://host/a@b"),
        ("ftp://a@b@host", "ftp://***@host"), ("no url", "no url"),
    ])
    func `who logs in at a place is not kept`(location: String, kept: String) {
        #expect(Secrets.withoutLogin(location) == kept)
    }

    @Test func `where firmware and logs are is recorded without who logs in`() {
        let firmware = Command.updateFirmware(
            FirmwareUpdate(location: "ftp://u:hunter2@h/f", retrieveAt: Timestamp(seconds: 0), requestID: 1))
        let log = Command.getLog(LogRequest(kind: .security, location: "ftp://u:hunter2@h/", requestID: 1))
        #expect(!"\(firmware.withoutSecrets) \(log.withoutSecrets)".contains("hunter2"))
    }

    @Test func `a station that tells its key is not quoted`() {
        let told = CommandResult(
            status: "Accepted",
            configuration: [
                ConfigurationValue(key: "AuthorizationKey", value: "hunter2", readonly: false),
                ConfigurationValue(key: "HeartbeatInterval", value: "300", readonly: false),
            ], data: #"{"getVariableResult":[{"variable":{"name":"BasicAuthPassword"},"attributeValue":"hunter2"}]}"#)
        #expect(!"\(told.withoutSecrets)".contains("hunter2"))
        #expect(told.withoutSecrets.configuration[1].value == "300")
    }
}
