import Charging
import Stations
import Testing

/// What the driver makes of a message; the record holds what it understood.
@Suite(.timeLimit(.minutes(1))) struct TranslationTests {
    static let moment = Timestamp(seconds: 1_795_227_677)

    struct Case: Sendable, CustomTestStringConvertible {
        var action: String
        var payload: String
        var event: StationEvent
        var testDescription: String { "\(action) \(payload)" }
    }

    @Test(arguments: [
        Case(
            action: "StartTransaction",
            payload:
                #"{"connectorId":1,"idTag":"T","meterStart":12345,"timestamp":"2026-11-21T02:21:17Z","reservationId":4}"#,
            event: .started(
                TransactionStart(evse: 1, tag: "T", register: ExactDecimal(12345), timestamp: moment, reservation: 4))),
        Case(
            action: "StartTransaction",
            payload:
                #"{"connectorId":"2","idTag":12,"meterStart":"0.5","timestamp":"2026-11-21T02:21:17","reservationId":0}"#,
            event: .started(
                TransactionStart(
                    evse: 2, tag: "12", register: ExactDecimal("0.5")!, timestamp: moment, zoneAssumed: true))),
        Case(
            action: "StartTransaction", payload: #"{"connectorId":1,"idTag":"OLD","meterStart":0,"timestamp":"soon"}"#,
            event: .started(
                TransactionStart(
                    evse: 1, tag: "OLD", register: ExactDecimal(0), timestamp: Timestamp(seconds: 0),
                    authorization: .expired))),
        Case(
            action: "StopTransaction",
            payload:
                #"{"transactionId":9223372036854775807,"meterStop":13845.60,"timestamp":"2026-11-21T03:21:17+01:00","idTag":""}"#,
            event: .ended(
                TransactionEnd(transaction: .max, register: ExactDecimal("13845.6")!, timestamp: moment))),
        Case(
            action: "StopTransaction",
            payload:
                #"{"meterStop":1,"reason":"PowerLoss","idTag":"T","transactionId":-1,"transactionData":[{"timestamp":"2026-11-21T02:21:17Z","sampledValue":[{"value":"OCMF|{\"a\":\"ü\"}|{}","format":"SignedData","context":"Transaction.End"}]}]}"#,
            event: .ended(
                TransactionEnd(
                    transaction: -1, tag: "T", register: ExactDecimal(1), timestamp: Timestamp(seconds: 0),
                    reason: "PowerLoss",
                    values: [
                        MeterValue(
                            timestamp: moment,
                            sampledValues: [
                                SampledValue(
                                    value: #"OCMF|{"a":"ü"}|{}"#, context: "Transaction.End", format: "SignedData")
                            ])
                    ]))),
        Case(
            action: "MeterValues",
            payload:
                #"{"connectorId":0,"transactionId":0,"meterValue":{"timestamp":"2026-11-21T02:21:17Z","sampledValue":[{"value":0.10,"unit":"kWh","phase":"L1"},{"value":""}]}}"#,
            event: .metered(
                MeterReport(
                    evse: 0, transaction: 0,
                    values: [
                        MeterValue(
                            timestamp: moment,
                            sampledValues: [SampledValue(value: "0.10", phase: "L1", unit: "kWh")])
                    ]))),
        Case(
            action: "MeterValues",
            payload: #"{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"7"}]}]}"#,
            event: .metered(
                MeterReport(
                    evse: 1,
                    values: [
                        MeterValue(
                            timestamp: Timestamp(seconds: 1_795_228_871), sampledValues: [SampledValue(value: "7")])
                    ]))),
        Case(
            action: "StatusNotification",
            payload:
                #"{"connectorId":1,"status":"SuspendedEVSE","errorCode":"NoError","info":"i","vendorErrorCode":"210","timestamp":"2026-11-21T02:21:17Z"}"#,
            event: .status(
                ConnectorStatus(
                    evse: 1, state: .suspendedEVSE, info: "i", vendorErrorCode: "210", timestamp: moment))),
        Case(
            action: "StatusNotification", payload: #"{"connectorId":0,"status":"faulted","errorCode":"Error"}"#,
            event: .status(ConnectorStatus(evse: 0, state: .faulted, errorCode: "Error"))),
        Case(
            action: "StatusNotification", payload: #"{"connectorId":1,"status":"Occupied","timestamp":"?"}"#,
            event: .status(ConnectorStatus(evse: 1, state: .occupied))),
        Case(
            action: "StatusNotification", payload: #"{"connectorId":1,"status":"Dreaming"}"#,
            event: .status(ConnectorStatus(evse: 1, state: .unavailable, info: "status Dreaming"))),
        // A connector that cannot be, and words that would fill the memory: what they come with still counts.
        Case(
            action: "StartTransaction",
            payload:
                #"{"connectorId":2147483647,"idTag":"\#(String(repeating: "T", count: 300))","meterStart":1,"timestamp":"2026-11-21T02:21:17Z"}"#,
            event: .started(
                TransactionStart(
                    evse: 0, tag: String(repeating: "T", count: 255), register: ExactDecimal(1), timestamp: moment))),
        Case(
            action: "MeterValues",
            payload:
                #"{"connectorId":-1,"transactionId":7,"meterValue":[{"timestamp":"2026-11-21T02:21:17Z","sampledValue":[{"value":"7"}]}]}"#,
            event: .metered(
                MeterReport(
                    evse: 0, transaction: 7,
                    values: [MeterValue(timestamp: moment, sampledValues: [SampledValue(value: "7")])]))),
        Case(
            action: "StatusNotification",
            payload: #"{"connectorId":1,"status":"Available","errorCode":"\#(String(repeating: "E", count: 300))"}"#,
            event: .status(
                ConnectorStatus(evse: 1, state: .available, errorCode: String(repeating: "E", count: 255)))),
        Case(
            action: "DataTransfer", payload: #"{"vendorId":"EN+","messageId":"m","data":"{\"duty\":0}"}"#,
            event: .transferred(DataTransfer(vendor: "EN+", message: "m", data: #"{"duty":0}"#))),
    ])
    func `a message becomes an event`(_ example: Case) async throws {
        try await Bench().run { bench in
            let answer = await bench.ask("[2,\"1\",\"\(example.action)\",\(example.payload)]")
            #expect(answer.hasPrefix(#"[3,"1","#))
            #expect(bench.recorder.stationEvents == [example.event])
        }
    }
}
