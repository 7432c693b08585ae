import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16ValueTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var told: Charging.SampledValue
        var sent: OCPP16.SampledValue?
        var testDescription: String { "\(told.measurand ?? "register") \(told.value) \(told.unit ?? "")" }

        init(_ told: Charging.SampledValue, _ sent: OCPP16.SampledValue?) {
            self.told = told
            self.sent = sent
        }
    }

    static let register = "Energy.Active.Import.Register"
    static let samples = [
        // What both versions know stays as it is, to the digit.
        Sample(.init(value: "1625.0"), .init(value: "1625.0")),
        Sample(
            .init(
                value: "16.20", context: "Sample.Clock", format: "Raw", measurand: "Current.Import", phase: "L2",
                location: "EV", unit: "A"),
            .init(
                value: "16.20", context: "Sample.Clock", format: "Raw", measurand: "Current.Import", phase: "L2",
                location: "EV", unit: "A")),
        // Powers of ten are multiplied out exactly.
        Sample(
            .init(value: "13.845", measurand: register, unit: "Wh", multiplier: 3),
            .init(value: "13845", measurand: register, unit: "Wh")),
        Sample(
            .init(value: "-2300", measurand: "Power.Active.Import", unit: "W", multiplier: -3),
            .init(value: "-2.300", measurand: "Power.Active.Import", unit: "W")),
        Sample(.init(value: "1", unit: "Wh", multiplier: 0), .init(value: "1", unit: "Wh")),
        Sample(.init(value: "1", unit: "Wh", multiplier: 19), nil),
        Sample(.init(value: "9000000000000000000", unit: "Wh", multiplier: 2), nil),
        // What is no number is no value.
        Sample(.init(value: ""), nil), Sample(.init(value: "NaN"), nil), Sample(.init(value: "12,5"), nil),
        // Words that 1.6 does not know.
        Sample(.init(value: "1", measurand: "Energy.Active.Net"), nil),
        Sample(.init(value: "1", measurand: "Energy.Apparent.Import", unit: "VAh"), nil),
        Sample(.init(value: "1", measurand: register, unit: "MWh"), nil),
        Sample(.init(value: "1", phase: "L1-L3"), nil),
        Sample(.init(value: "1", location: "Upstream"), nil),
        Sample(.init(value: "1", format: "Hex"), nil),
        Sample(.init(value: "1", context: "Vendor.Context"), .init(value: "1", context: "Other")),
        // Units that 1.6 spells otherwise, or not at all.
        Sample(
            .init(value: "50.01", measurand: "Frequency", unit: "Hz"), .init(value: "50.01", measurand: "Frequency")),
        Sample(
            .init(value: "50.01", measurand: "Frequency", unit: "Hertz"),
            .init(value: "50.01", measurand: "Frequency")),
        Sample(.init(value: "50.01", measurand: "Voltage", unit: "Hz"), nil),
        Sample(
            .init(value: "31", measurand: "Temperature", unit: "Celcius"),
            .init(value: "31", measurand: "Temperature", unit: "Celsius")),
        Sample(
            .init(value: "80", measurand: "SoC", unit: "Percent"), .init(value: "80", measurand: "SoC", unit: "Percent")
        ),
        // A signed text is kept whatever stands beside it.
        Sample(
            .init(
                value: "OCMF|{}|{}", context: "Transaction.Begin", format: "SignedData", measurand: "Vendor",
                phase: "L9", location: "Upstream", unit: "none"),
            .init(value: "OCMF|{}|{}", context: "Transaction.Begin", format: "SignedData")),
    ]

    @Test(arguments: samples)
    func `a sample is told in the words of 1_6, or not at all`(_ sample: Sample) throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let report = MeterReport(
            evse: 1, transaction: 7,
            values: [Charging.MeterValue(timestamp: Stage16.beginning, sampledValues: [sample.told])])
        let messages = try stage.messages(.meterReport(report), Session.running().sofar)
        #expect(
            messages.first?.call as? MeterValues
                == sample.sent.map {
                    MeterValues(
                        connectorId: 1, transactionId: 41,
                        meterValue: [.init(timestamp: "2026-05-28T20:26:40Z", sampledValue: [$0])])
                })
    }

    @Test func `what a meter of 2_0_1 signed is carried as the value's text`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open(countsByMeter: true)
        let signed = SignedValue(data: "T0NNRnw+/w==", method: nil, encoding: "OCMF", publicKey: "b2NhOg==")
        let sample = Charging.SampledValue(
            value: "13.845", context: "Transaction.End", measurand: Self.register, unit: "kWh", signed: signed)
        let report = MeterReport(
            evse: 1, values: [Charging.MeterValue(timestamp: Stage16.beginning, sampledValues: [sample])],
            telling: .sample(3))
        // The meter counts, so of the station's own register only what is signed is told.
        let told: MeterValues = try stage.call(.meterReport(report), Session.running { $0.name = "tx-7" }.sofar)
        let value = try #require(told.meterValue.first?.sampledValue.first)
        #expect(told.meterValue.first?.sampledValue.count == 1)
        #expect(value.format == "SignedData")
        #expect(value.context == "Transaction.End")
        #expect(
            value.value
                == #"{"encodingMethod":"OCMF","publicKey":"b2NhOg==","signedMeterData":"T0NNRnw+/w==","signingMethod":""}"#
        )
        // Where the station counts, both are.
        stage.memory = Stage16.open()
        let both: MeterValues = try stage.call(.meterReport(report), Session.running { $0.name = "tx-7" }.sofar)
        #expect(both.meterValue.first?.sampledValue.map(\.value) == ["13.845", value.value])
    }

    @Test func `where the meter counts, only the station's own overall register is left out`() throws {
        let samples = [
            Charging.SampledValue(value: "1200", measurand: Self.register, unit: "Wh"),
            Charging.SampledValue(value: "400", measurand: Self.register, phase: "L1", unit: "Wh"),
            Charging.SampledValue(value: "7400", measurand: "Power.Active.Import", unit: "W"),
        ]
        let report = Fact.meterReport(
            MeterReport(
                evse: 1, transaction: 7,
                values: [Charging.MeterValue(timestamp: Stage16.beginning, sampledValues: samples)]))
        for (countsByMeter, session) in [
            (true, Session.running()), (false, Session.running { $0.countByMeter() }),
        ] {
            var stage = Stage16()
            stage.memory = Stage16.open(countsByMeter: countsByMeter)
            let told: MeterValues = try stage.call(report, session.sofar)
            #expect(told.meterValue.flatMap(\.sampledValue).map(\.value) == ["400", "7400"])
        }
        let only = MeterReport(evse: 1, transaction: 7, values: [.sample("1200")])
        var stage = Stage16()
        stage.memory = Stage16.open(countsByMeter: true)
        #expect(
            stage.silence(.meterReport(only), Session.running().sofar)
                == "It says nothing that OCPP 1.6 has a word for.")
    }

    @Test func `values outside transactions name none`() throws {
        let stage = Stage16()
        for id: Int64? in [nil, 0, -1] {
            let report = MeterReport(evse: 0, transaction: id, values: [.sample("99000")])
            let told: MeterValues = try stage.call(.meterReport(report))
            #expect(told.connectorId == 0)
            #expect(told.transactionId == nil)
        }
    }

    @Test func `values of a transaction that is over do not follow its stop`() {
        var stage = Stage16()
        stage.memory = Stage16.open { $0.phase = .ended }
        let reports = [
            MeterReport(evse: 1, transaction: 7, values: [.sample("8345")]),
            MeterReport(evse: 1, values: [.sample("8345")], telling: .sample(12)),
        ]
        for report in reports {
            #expect(stage.silence(.meterReport(report)) == "The transaction these values belong to is over.")
        }
    }

    @Test func `values that begin a transaction for the CSMS are told after its start`() throws {
        var stage = Stage16()
        let report = Fact.meterReport(MeterReport(evse: 1, transaction: 7, values: [.sample("1200")]))
        let first = try stage.messages(report, Session.running().sofar)
        #expect(first.map(\.action) == ["StartTransaction"])
        stage.memory = Stage16.open()
        #expect(try stage.messages(report, Session.running().sofar).map(\.action) == ["MeterValues"])
    }

    @Test func `values that come after everything else begin nothing again`() {
        let report = Fact.meterReport(MeterReport(evse: 1, transaction: 7, values: [.sample("8345")]))
        #expect(Stage16().silence(report, Session.over().settled) == "The end of the transaction tells it.")
    }

    @Test(arguments: [Timestamp(seconds: 86_400), Stage16.beginning + .seconds(5301)])
    func `a time that no clock can mean is the box's`(_ told: Timestamp) throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let report = Fact.meterReport(MeterReport(evse: 1, transaction: 7, values: [.sample("1200", at: told)]))
        let values: MeterValues = try stage.call(report, Session.running().sofar)
        #expect(values.meterValue.first?.timestamp == "2026-05-28T21:50:00Z")
        let status = Fact.status(ConnectorStatus(evse: 1, state: .charging, timestamp: told))
        #expect(try stage.call(status, as: StatusNotification.self).timestamp == "2026-05-28T21:50:00Z")
    }

    @Test func `a station whose clock shows local time is put right`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        var report = MeterReport(
            evse: 1, transaction: 7, values: [.sample("1200", at: Stage16.beginning + .hours(2))])
        report.clockAheadSeconds = 7200
        let told: MeterValues = try stage.call(.meterReport(report), Session.running().sofar)
        #expect(told.meterValue.first?.timestamp == "2026-05-28T20:26:40Z")
    }
}
