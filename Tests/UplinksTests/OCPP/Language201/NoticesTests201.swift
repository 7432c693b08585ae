import OCPP
import OCPP201
import Testing
import Uplinks

@testable import Charging

struct NoticesTests201 {
    private func told(_ fact: Fact, _ dialect: Dialect = .ocpp201) throws -> (any Call)? {
        var scene = Scene201(language: Language201(dialect, lane: "csms/CP1"))
        scene.clock = 60
        let messages = try scene.tell(fact, withSession: false)
        #expect(messages.count <= 1)
        return messages.first?.call
    }

    private func notice(_ action: String, _ payload: String, _ dialect: String = "ocpp2.0.1") -> Fact {
        .notice(Charging.Notice(action: action, dialect: dialect, payload: payload))
    }

    @Test func `a vendor's message is told as it came`() throws {
        let call = try #require(
            try told(.dataTransfer(DataTransfer(vendor: "com.example", message: "hi", data: #"{"a":1}"#)))
                as? OCPP201.DataTransfer)
        #expect(call == OCPP201.DataTransfer(vendorId: "com.example", messageId: "hi", data: OpaqueText(#"{"a":1}"#)))
    }

    @Test func `a vendor's message that the standard does not allow is not told in part`() throws {
        let long = String(repeating: "m", count: 51)
        #expect(try told(.dataTransfer(DataTransfer(vendor: "v", message: long))) == nil)
    }

    @Test(arguments: [
        ("TamperDetectionActivated", "TamperDetectionActivated"),
        ("FailedToAuthenticateAtCentralSystem", "FailedToAuthenticateAtCsms"),
        ("InvalidChargePointCertificate", "InvalidChargingStationCertificate"),
        (String(repeating: "x", count: 60), String(repeating: "x", count: 50)),
    ])
    func `security events have the names of 2`(_ type: String, _ expected: String) throws {
        let event = SecurityEvent(type: type, detail: String(repeating: "d", count: 300))
        let call = try #require(try told(.security(event)) as? SecurityEventNotification)
        #expect(call.type == expected)
        #expect(call.techInfo?.count == 255)
        #expect(call.timestamp == Scene201.at(60).description)
    }

    @Test(arguments: [
        (ReservationEnd.expired, ReservationUpdateStatus?.some(.expired)), (.removed, .removed), (.used, nil),
        (.cancelled, nil), (.replaced, nil),
    ])
    func `a reservation that was not used up is told`(
        _ end: ReservationEnd, _ expected: ReservationUpdateStatus?
    ) throws {
        let ended = EndedReservation(id: 7, end: end, cloud: "csms")
        let call = try told(.reservationEnded(ended)) as? ReservationStatusUpdate
        #expect(call?.reservationUpdateStatus == expected)
        for other in [UplinkName?.none, "csm", "other"] {
            #expect(try told(.reservationEnded(EndedReservation(id: 7, end: end, cloud: other))) == nil)
        }
    }

    @Test(arguments: [
        ("FirmwareStatusNotification", #"{"status":"Installing","requestId":3}"#),
        ("LogStatusNotification", #"{"status":"Uploaded","requestId":3}"#),
        ("NotifyMonitoringReport", #"{"requestId":3,"seqNo":0,"generatedAt":"2026-11-27T04:00:00Z"}"#),
        ("NotifyCustomerInformation", #"{"data":"x","seqNo":0,"generatedAt":"2026-11-27T04:00:00Z","requestId":1}"#),
        ("NotifyChargingLimit", #"{"chargingLimit":{"chargingLimitSource":"EMS"}}"#),
        ("ReservationStatusUpdate", #"{"reservationId":4,"reservationUpdateStatus":"Expired"}"#),
    ])
    func `what the same family said passes`(_ action: String, _ payload: String) throws {
        for dialect in [Dialect.ocpp201, .ocpp21] {
            let call = try #require(try told(notice(action, payload, dialect.rawValue)))
            #expect(type(of: call).action == action)
        }
    }

    @Test func `a station's own name of a transaction is not told`() throws {
        let payload = """
            {"generatedAt":"2026-11-27T04:00:00Z","seqNo":0,"eventData":[{"eventId":1,"timestamp":\
            "2026-11-27T04:00:00Z","trigger":"Delta","actualValue":"1","transactionId":"TX-1",\
            "eventNotificationType":"CustomMonitor","component":{"name":"EVSE"},"variable":{"name":"Power"}}]}
            """
        let call = try #require(try told(notice("NotifyEvent", payload)) as? NotifyEvent)
        #expect(call.eventData.map(\.transactionId) == [nil])
        #expect(call.eventData.map(\.actualValue) == ["1"])
    }

    @Test(arguments: [
        ("TransactionEvent", #"{"eventType":"Started"}"#, "ocpp2.1"),
        ("Get15118EVCertificate", #"{"iso15118SchemaVersion":"a","action":"Install","exiRequest":"b"}"#, "ocpp2.0.1"),
        ("NobodyKnows", "{}", "ocpp2.0.1"), ("LogStatusNotification", "{}", "ocpp2.0.1"),
        ("LogStatusNotification", "{", "ocpp2.0.1"), ("FirmwareStatusNotification", #"{"status":"Odd"}"#, "ocpp1.6"),
        ("NobodyKnows", #"{"status":"Idle"}"#, "ocpp1.6"),
    ])
    func `what is between a station and this site stays there`(
        _ action: String, _ payload: String, _ dialect: String
    ) throws {
        #expect(try told(notice(action, payload, dialect)) == nil)
    }

    @Test func `progress of 1.6 is told in the words of 2`() throws {
        let firmware = try told(notice("FirmwareStatusNotification", #"{"status":"Downloading"}"#, "ocpp1.6"))
        #expect((firmware as? FirmwareStatusNotification)?.status == .downloading)
        let signed = try told(
            notice("SignedFirmwareStatusNotification", #"{"status":"InvalidSignature","requestId":9}"#, "ocpp1.6"))
        #expect((signed as? FirmwareStatusNotification)?.requestId == 9)
        let log = try told(notice("DiagnosticsStatusNotification", #"{"status":"UploadFailed"}"#, "ocpp1.6"))
        #expect((log as? LogStatusNotification)?.status == .uploadFailure)
    }

    @Test func `what says nothing to a CSMS is not told`() throws {
        #expect(try told(.booted(Boot(vendor: "V", model: "M", dialect: "ocpp1.6"))) == nil)
        #expect(try told(.variables(DeviceReport(variables: []))) == nil)
        #expect(try told(.cacheCleared(CacheCleared())) == nil)
    }
}
