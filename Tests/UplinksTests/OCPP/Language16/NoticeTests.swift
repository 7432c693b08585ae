import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16NoticeTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var dialect: String
        var action: String
        var payload: String
        /// What is sent, as its action and its JSON; `nil` where nothing is.
        var sent: String?
        var testDescription: String { "\(dialect) \(action) \(payload)" }

        init(_ dialect: String, _ action: String, _ payload: String, _ sent: String?) {
            self.dialect = dialect
            self.action = action
            self.payload = payload
            self.sent = sent
        }
    }

    static let examples = [
        Example(
            "ocpp1.6", "FirmwareStatusNotification", #"{"status":"Installing"}"#,
            #"FirmwareStatusNotification{"status":"Installing"}"#),
        Example("ocpp1.6", "FirmwareStatusNotification", #"{"status":"Cooking"}"#, nil),
        Example("ocpp1.6", "FirmwareStatusNotification", "[]", nil),
        Example("ocpp1.6", "FirmwareStatusNotification", "{", nil),
        Example(
            "ocpp1.6", "DiagnosticsStatusNotification", #"{"status":"UploadFailed"}"#,
            #"DiagnosticsStatusNotification{"status":"UploadFailed"}"#),
        Example(
            "ocpp1.6", "LogStatusNotification", #"{"status":"Uploading","requestId":4}"#,
            #"LogStatusNotification{"status":"Uploading","requestId":4}"#),
        Example(
            "ocpp1.6", "SignedFirmwareStatusNotification", #"{"status":"InvalidSignature","requestId":4}"#,
            #"SignedFirmwareStatusNotification{"status":"InvalidSignature","requestId":4}"#),
        Example("ocpp1.6", "MeterValues", #"{"status":"Idle"}"#, nil),
        Example(
            "ocpp2.0.1", "FirmwareStatusNotification", #"{"status":"Downloaded","requestId":4}"#,
            #"FirmwareStatusNotification{"status":"Downloaded"}"#),
        Example(
            "ocpp2.1", "FirmwareStatusNotification", #"{"status":"InvalidSignature"}"#,
            #"FirmwareStatusNotification{"status":"InstallationFailed"}"#),
        Example(
            "ocpp2.0.1", "FirmwareStatusNotification", #"{"status":"InstallRebooting"}"#,
            #"FirmwareStatusNotification{"status":"Installing"}"#),
        Example("ocpp2.0.1", "FirmwareStatusNotification", #"{"status":"DownloadScheduled"}"#, nil),
        Example(
            "ocpp2.0.1", "LogStatusNotification", #"{"status":"PermissionDenied","requestId":4}"#,
            #"LogStatusNotification{"status":"PermissionDenied","requestId":4}"#),
        Example("ocpp2.0.1", "LogStatusNotification", #"{"status":"AcceptedCanceled"}"#, nil),
        Example("ocpp2.0.1", "NotifyEvent", #"{"status":"Idle"}"#, nil),
    ]

    @Test(arguments: examples)
    func `progress is told where the words fit`(_ example: Example) throws {
        let notice = Charging.Notice(action: example.action, dialect: example.dialect, payload: example.payload)
        let sent = try Stage16().messages(.notice(notice)).map { "\($0.action)\(try Stage16.inspect($0.call))" }
        #expect(sent == [example.sent].compactMap { $0 })
    }

    @Test func `where logs have no message, an upload is one of diagnostics`() throws {
        var stage = Stage16()
        stage.memory.leftOut = ["LogStatusNotification"]
        let failed = Charging.Notice(
            action: "LogStatusNotification", dialect: "ocpp2.0.1", payload: #"{"status":"UploadFailure"}"#)
        let told: DiagnosticsStatusNotification = try stage.call(.notice(failed))
        #expect(told.status == "UploadFailed")
    }

    @Test func `a vendor's message is carried unread, or not at all`() throws {
        let told: OCPP16.DataTransfer = try Stage16().call(
            .dataTransfer(.init(vendor: "com.example", message: "Bill", data: #"{ "a": 1.0 }"#)))
        #expect(told == OCPP16.DataTransfer(vendorId: "com.example", messageId: "Bill", data: #"{ "a": 1.0 }"#))
        let large = [
            Charging.DataTransfer(vendor: String(repeating: "v", count: 256)),
            Charging.DataTransfer(vendor: "v", message: String(repeating: "m", count: 51)),
            Charging.DataTransfer(vendor: "v", data: String(repeating: "d", count: 200_000)),
        ]
        for transfer in large {
            #expect(
                Stage16().silence(.dataTransfer(transfer)) == "The vendor's message is larger than OCPP 1.6 allows.")
        }
    }

    @Test func `a security event fits, and has the name it has in 1_6`() throws {
        let event = SecurityEvent(type: "InvalidCsmsCertificate", detail: String(repeating: "ä", count: 300))
        let told: SecurityEventNotification = try Stage16().call(.security(event))
        #expect(told.type == "InvalidCentralSystemCertificate")
        #expect(told.timestamp == "2026-05-28T21:50:00Z")
        #expect(told.techInfo?.count == 255)
        let other: SecurityEventNotification = try Stage16().call(
            .security(SecurityEvent(type: String(repeating: "x", count: 60), timestamp: Stage16.beginning)))
        #expect(other.type.count == 50)
        #expect(other.timestamp == "2026-05-28T20:26:40Z")
    }

    @Test func `everything else is nobody's business there`() {
        let facts: [Fact] = [
            .booted(Boot(vendor: "V", model: "M", dialect: "ocpp1.6")), .variables(DeviceReport(variables: [])),
            .claimed(Claim(origin: "cli")), .cacheCleared(CacheCleared()), .acknowledged(Acknowledgement()),
        ]
        for fact in facts { #expect(Stage16().silence(fact)?.isEmpty == false) }
    }
}
