import OCPP
import OCPP16
import SchemaSupport
import Testing

/// One message as it is on the wire and as it is here, and an answer to it.
struct Fixture: Sendable, CustomTestStringConvertible {
    var action: String
    var request: String
    var response: String
    /// Reads the request, compares it and writes it again.
    var rewriteRequest: @Sendable () throws -> String
    var rewriteResponse: @Sendable () throws -> String
    var testDescription: String { action }

    init<Message: Call & Equatable>(
        _ message: Message, _ request: String, _ answer: Message.Response, _ response: String
    ) where Message.Response: Equatable {
        action = Message.action
        self.request = request
        self.response = response
        rewriteRequest = {
            let read = try read(request, as: Message.self)
            return read == message ? try Rewriting.write(read, .ocpp16) : "read as \(read)"
        }
        rewriteResponse = {
            let read = try read(response, as: Message.Response.self)
            return read == answer ? try Rewriting.write(read, .ocpp16) : "read as \(read)"
        }
    }
}

/// Reads a payload as the driver does.
func read<Message: Decodable>(_ json: String, as type: Message.Type = Message.self) throws -> Message {
    try Rewriting.read(json, as: type)
}

let fixtures: [Fixture] = fromStation + toStation + extensions

private let accepted = IdTagInfo(status: .accepted)

private let fromStation: [Fixture] = [
    Fixture(
        Authorize(idTag: "04B0267AE05C80"), #"{"idTag":"04B0267AE05C80"}"#,
        Authorize.Response(
            idTagInfo: IdTagInfo(status: .expired, expiryDate: "2026-01-01T00:00:00Z", parentIdTag: "P")),
        #"{"idTagInfo":{"status":"Expired","expiryDate":"2026-01-01T00:00:00Z","parentIdTag":"P"}}"#),
    Fixture(
        BootNotification(
            chargePointVendor: "ACME", chargePointModel: "One", chargePointSerialNumber: "S1", firmwareVersion: "1.0"),
        #"{"chargePointVendor":"ACME","chargePointModel":"One","chargePointSerialNumber":"S1","firmwareVersion":"1.0"}"#,
        BootNotification.Response(status: .accepted, currentTime: "2026-11-21T02:21:11.000Z", interval: 300),
        #"{"currentTime":"2026-11-21T02:21:11.000Z","interval":300,"status":"Accepted"}"#),
    Fixture(
        DataTransfer(vendorId: "EN+", messageId: "m", data: #"{"duty":0}"#),
        #"{"data":"{\"duty\":0}","messageId":"m","vendorId":"EN+"}"#,
        DataTransfer.Response(status: "UnknownVendorId"), #"{"status":"UnknownVendorId"}"#),
    Fixture(
        Heartbeat(), "{}",
        Heartbeat.Response(currentTime: "2026-11-21T02:21:11Z"), #"{"currentTime":"2026-11-21T02:21:11Z"}"#),
    Fixture(
        MeterValues(
            connectorId: 1, transactionId: 7,
            meterValue: [
                MeterValue(
                    timestamp: "2026-11-21T02:20:44.039Z",
                    sampledValue: [
                        SampledValue(
                            value: "15", context: "Sample.Periodic", format: "Raw",
                            measurand: "Energy.Active.Import.Register", phase: "L1", location: "Outlet", unit: "Wh")
                    ])
            ]),
        #"{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2026-11-21T02:20:44.039Z","sampledValue":[{"value":"15","context":"Sample.Periodic","format":"Raw","measurand":"Energy.Active.Import.Register","phase":"L1","location":"Outlet","unit":"Wh"}]}]}"#,
        Empty(), "{}"),
    Fixture(
        StartTransaction(
            connectorId: 1, idTag: "T", meterStart: "12345", timestamp: "2026-11-21T02:21:38Z", reservationId: 4),
        #"{"connectorId":1,"idTag":"T","meterStart":12345,"timestamp":"2026-11-21T02:21:38Z","reservationId":4}"#,
        StartTransaction.Response(transactionId: 2_147_483_647, idTagInfo: accepted),
        #"{"idTagInfo":{"status":"Accepted"},"transactionId":2147483647}"#),
    Fixture(
        StatusNotification(connectorId: 1, status: "Charging", timestamp: "2026-11-21T02:21:38Z"),
        #"{"connectorId":1,"status":"Charging","errorCode":"NoError","timestamp":"2026-11-21T02:21:38Z"}"#,
        Empty(), "{}"),
    Fixture(
        StopTransaction(
            transactionId: 7, meterStop: "13845", timestamp: "2026-11-21T02:21:40Z", idTag: "T", reason: "Remote",
            transactionData: [
                MeterValue(
                    timestamp: "2026-11-21T02:21:40Z",
                    sampledValue: [SampledValue(value: "OCMF|{}|{}", context: "Transaction.End", format: "SignedData")])
            ]),
        #"{"transactionId":7,"meterStop":13845,"timestamp":"2026-11-21T02:21:40Z","idTag":"T","reason":"Remote","transactionData":[{"timestamp":"2026-11-21T02:21:40Z","sampledValue":[{"value":"OCMF|{}|{}","context":"Transaction.End","format":"SignedData"}]}]}"#,
        StopTransaction.Response(idTagInfo: accepted), #"{"idTagInfo":{"status":"Accepted"}}"#),
]

private let toStation: [Fixture] = [
    Fixture(
        ChangeAvailability(connectorId: 0, type: .inoperative), #"{"connectorId":0,"type":"Inoperative"}"#,
        StatusResponse(status: "Scheduled"), #"{"status":"Scheduled"}"#),
    Fixture(
        ChangeConfiguration(key: "HeartbeatInterval", value: "60"), #"{"key":"HeartbeatInterval","value":"60"}"#,
        StatusResponse(status: "RebootRequired"), #"{"status":"RebootRequired"}"#),
    Fixture(ClearCache(), "{}", StatusResponse(status: "Accepted"), #"{"status":"Accepted"}"#),
    Fixture(
        GetConfiguration(key: ["A", "B"]), #"{"key":["A","B"]}"#,
        GetConfiguration.Response(
            configurationKey: [KeyValue(key: "A", readonly: true, value: "1"), KeyValue(key: "C", readonly: false)],
            unknownKey: ["B"]),
        #"{"configurationKey":[{"key":"A","readonly":true,"value":"1"},{"key":"C","readonly":false}],"unknownKey":["B"]}"#
    ),
    Fixture(GetConfiguration(), "{}", GetConfiguration.Response(), "{}"),
    Fixture(
        RemoteStartTransaction(idTag: "T", connectorId: 1), #"{"connectorId":1,"idTag":"T"}"#,
        StatusResponse(status: "Accepted"), #"{"status":"Accepted"}"#),
    Fixture(
        RemoteStopTransaction(transactionId: 7), #"{"transactionId":7}"#,
        StatusResponse(status: "Rejected"), #"{"status":"Rejected"}"#),
    Fixture(Reset(type: .soft), #"{"type":"Soft"}"#, StatusResponse(status: "Accepted"), #"{"status":"Accepted"}"#),
    Fixture(
        UnlockConnector(connectorId: 1), #"{"connectorId":1}"#,
        StatusResponse(status: "Unlocked"), #"{"status":"Unlocked"}"#),
    Fixture(
        TriggerMessage(requestedMessage: "MeterValues", connectorId: 1),
        #"{"connectorId":1,"requestedMessage":"MeterValues"}"#,
        StatusResponse(status: "NotImplemented"), #"{"status":"NotImplemented"}"#),
]
