import Charging
import SchemaSupport
import Simulator
import Stations
import Testing

/// What real stations say in their own way, shortened; `Q` numbers are those of the collection of recorded frames.
@Suite(.timeLimit(.minutes(1))) struct VendorFrameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var action: String
        var payload: String
        var event: StationEvent
        var testDescription: String { name }
    }

    static let moment = Timestamp(seconds: 1_795_055_000)

    static func report(_ values: [SampledValue]) -> StationEvent {
        .metered(MeterReport(evse: 1, transaction: 9, values: [MeterValue(timestamp: moment, sampledValues: values)]))
    }

    @Test(arguments: [
        Case(
            name: "Q11 a fault of the whole station, two days old", action: "StatusNotification",
            payload:
                #"{"connectorId":0,"errorCode":"OtherError","info":"meter lost, safe mode","status":"Faulted","timestamp":"2026-11-19T02:23:20Z","vendorErrorCode":"210"}"#,
            event: .status(
                ConnectorStatus(
                    evse: 0, state: .faulted, errorCode: "OtherError", info: "meter lost, safe mode",
                    vendorErrorCode: "210", timestamp: moment))),
        Case(
            name: "Q16 a unit outside the standard, a power that does not fit", action: "MeterValues",
            payload:
                #"{"connectorId":1,"transactionId":9,"meterValue":[{"timestamp":"2026-11-19T02:23:20Z","sampledValue":[{"value":"49.99","measurand":"Frequency","unit":"Hz"},{"value":"2.29","measurand":"Power.Active.Import","unit":"W"}]}]}"#,
            event: report([
                SampledValue(value: "49.99", measurand: "Frequency", unit: "Hz"),
                SampledValue(value: "2.29", measurand: "Power.Active.Import", unit: "W"),
            ])),
        Case(
            name: "Q26 a tag of 21 characters", action: "StopTransaction",
            payload:
                #"{"meterStop":250390,"timestamp":"2026-11-19T02:23:20Z","transactionId":9,"idTag":"X26WG99J2QIEGCC0MCJ5-"}"#,
            event: .ended(
                TransactionEnd(
                    transaction: 9, tag: "X26WG99J2QIEGCC0MCJ5-", register: ExactDecimal(250_390), timestamp: moment))),
        Case(
            name: "Q29 empty texts and N/A", action: "BootNotification",
            payload:
                #"{"chargePointVendor":"P","chargePointModel":"E","chargePointSerialNumber":"N/A","firmwareVersion":"","iccid":"","imsi":"","meterSerialNumber":"N/A"}"#,
            event: .booted(Boot(vendor: "P", model: "E", dialect: "ocpp1.6"))),
        Case(
            name: "Q32 a frame over many lines", action: "BootNotification",
            payload: "{\n    \"chargePointVendor\": \"V\",\n    \"chargePointModel\": \"EVC04-AC11\"\n    }",
            event: .booted(Boot(vendor: "V", model: "EVC04-AC11", dialect: "ocpp1.6"))),
        Case(
            name: "Q34 no context, phases and sum in one", action: "MeterValues",
            payload:
                #"{"connectorId":1,"transactionId":9,"meterValue":[{"timestamp":"2026-11-19T02:23:20Z","sampledValue":[{"value":"1.00","measurand":"Power.Active.Import","unit":"W","phase":"L1"},{"value":"3.00","measurand":"Power.Active.Import","unit":"W"}]}]}"#,
            event: report([
                SampledValue(value: "1.00", measurand: "Power.Active.Import", phase: "L1", unit: "W"),
                SampledValue(value: "3.00", measurand: "Power.Active.Import", unit: "W"),
            ])),
        Case(
            name: "Q44 commas, plus and at signs at boot", action: "BootNotification",
            payload:
                #"{"chargePointModel":"M@7KW","chargePointVendor":"T","firmwareVersion":"V1.5@25238bf+100,F8.gl,ws"}"#,
            event: .booted(
                Boot(vendor: "T", model: "M@7KW", firmwareVersion: "V1.5@25238bf+100,F8.gl,ws", dialect: "ocpp1.6"))),
        Case(
            name: "Q48 how full the car is", action: "MeterValues",
            payload:
                #"{"connectorId":1,"transactionId":9,"meterValue":[{"timestamp":"2026-11-19T02:23:20Z","sampledValue":[{"unit":"Percent","measurand":"SoC","location":"EV","value":"70.0"}]}]}"#,
            event: report([SampledValue(value: "70.0", measurand: "SoC", location: "EV", unit: "Percent")])),
        Case(
            name: "Huawei leaves its name empty", action: "BootNotification",
            payload: #"{"chargePointVendor":"","chargePointModel":"ACChargePoint"}"#,
            event: .booted(Boot(vendor: "", model: "ACChargePoint", dialect: "ocpp1.6"))),
    ])
    func `what stations say in their own way is understood`(_ example: Case) async throws {
        try await Bench().run { bench in
            await bench.tell(example.action, example.payload)
            #expect(bench.recorder.stationEvents == [example.event])
        }
    }

    @Test func `V7 closing values after the stop are recorded and answered`() async throws {
        try await Bench().run { bench in
            await bench.tell(CommandCase.running.0, CommandCase.running.1)
            await bench.tell("StopTransaction", #"{"transactionId":1001,"meterStop":9}"#)
            await bench.tell(
                "MeterValues",
                #"{"connectorId":1,"transactionId":1001,"meterValue":[{"sampledValue":[{"value":"9","context":"Transaction.End"}]}]}"#
            )
            guard case .metered(let report)? = bench.recorder.stationEvents.last else {
                Issue.record("No report was recorded.")
                return
            }
            #expect(report.transaction == 1001)
        }
    }

    /// Frames that are no call, or one that cannot be understood.
    static let others: Set = ["Q09", "Q19", "Q21", "Q30", "Q40", "Q42", "Q55"]

    @Test(.enabled(if: SharedData.isPresent, "the recorded frames are not here"))
    func `every recorded call is answered with a result, by whichever station it came`() async throws {
        let profiles = try StationProfiles(folder: StationProfileTests.folder)
        let frames = try SharedData.frames("ocpp-frames.jsonl").filter {
            $0.kind == "frame" && $0.version == "1.6" && !Self.others.contains($0.id ?? "")
        }
        #expect(frames.count >= 32)
        for frame in frames {
            let bench = Bench(profiles: profiles)
            bench.door.remember(Boot(vendor: frame.vendor ?? "", model: frame.model ?? "", dialect: "ocpp1.6"))
            try await bench.run { bench in
                #expect(await bench.ask(frame.frame).hasPrefix("[3,"), "\(frame.id ?? "")")
            }
        }
    }
}
