import FoundationEssentials
import OCPP
import OCPP201
import Testing
import Uplinks

@testable import Charging

/// Signed values reach the CSMS to the letter, or not at all.
struct SignedValuesTests201 {
    private static let document =
        #"OCMF|{"FV":"1.0","RD":[{"TM":"2026-05-28T20:26:40,000+0000 S","TX":"B","RV":1.0004,"RI":"1-0:1.8.0","RU":"kWh"},{"TX":"E","RV":8.3450}]}|{"SD":"3045"}"#
    private static let document64 = Data(document.utf8).base64EncodedString()

    private func told(
        _ samples: Charging.SampledValue..., dialect: Dialect = .ocpp201, meter: ExactDecimal? = nil
    ) throws -> [OCPP201.SampledValue] {
        var scene = Scene201(language: Language201(dialect, lane: "csms/CP1"))
        scene.session = .running(meter: meter)
        try scene.tell(.started())
        scene.clock = 600
        let report = MeterReport(
            evse: 1, transaction: 100, values: [MeterValue(timestamp: Scene201.at(600), sampledValues: samples)])
        let messages = try scene.tell(.meterReport(report))
        return messages.first.flatMap { $0.call as? TransactionEvent }?.meterValue?.flatMap(\.sampledValue) ?? []
    }

    @Test func `a signed value of 2.0.1 has all four fields`() throws {
        let signed = SignedValue(data: "AAAA", method: nil, encoding: "OCMF", publicKey: nil)
        let sample = Charging.SampledValue(value: "1500", signed: signed)
        #expect(
            try told(sample).map(\.signedMeterValue)
                == [SignedMeterValue(signedMeterData: "AAAA", encodingMethod: "OCMF", signingMethod: "", publicKey: "")]
        )
        #expect(
            try told(sample, dialect: .ocpp21).map(\.signedMeterValue)
                == [SignedMeterValue(signedMeterData: "AAAA", encodingMethod: "OCMF")])
    }

    @Test(arguments: [
        (2500, Dialect.ocpp201, true), (2501, .ocpp201, false), (32_768, .ocpp21, true), (32_769, .ocpp21, false),
    ])
    func `data longer than the version allows are left out, and never cut`(
        _ count: Int, _ dialect: Dialect, _ isTold: Bool
    ) throws {
        let signed = SignedValue(
            data: String(repeating: "A", count: count), method: "", encoding: "OCMF", publicKey: "")
        let samples = try told(Charging.SampledValue(value: "1500", signed: signed), dialect: dialect)
        #expect(samples.map(\.value.text) == ["1500"])
        #expect(samples.first?.signedMeterValue?.signedMeterData.count == (isTold ? count : nil))
    }

    @Test(arguments: [
        (Self.document, Self.document64, "OCMF"),
        (Self.document64, Self.document64, "OCMF"),
        (
            Self.document.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(),
            Self.document64, "OCMF"
        ),
        (
            #"{"signedMeterData":"\#(Self.document64)","signingMethod":"","encodingMethod":"OCMF","publicKey":"a2V5"}"#,
            Self.document64, "OCMF"
        ),
        ("1B1B1B1B01010101", "GxsbGwEBAQE=", "EDL"),
        ("<signed/>", "PHNpZ25lZC8+", "Other"),
    ])
    func `every carrier of 1.6 becomes the one of 2`(_ carrier: String, _ data: String, _ encoding: String) throws {
        let samples = try told(
            Charging.SampledValue(value: "1500.5", context: "Sample.Clock", unit: "Wh"),
            Charging.SampledValue(value: carrier, context: "Sample.Clock", format: "SignedData"))
        #expect(samples.count == 2)
        // The number is that of the readable copy.
        #expect(samples.last?.value.text == "1500.5")
        #expect(samples.last?.unitOfMeasure?.unit == "Wh")
        #expect(samples.last?.signedMeterValue?.signedMeterData == data)
        #expect(samples.last?.signedMeterValue?.encodingMethod == encoding)
        #expect(samples.last?.signedMeterValue?.publicKey == (carrier.hasPrefix("{") ? "a2V5" : ""))
    }

    @Test func `without a readable copy the number is that of the document`() throws {
        let samples = try told(Charging.SampledValue(value: Self.document, format: "SignedData"))
        #expect(samples.first?.value.text == "8.3450")
        #expect(samples.first?.unitOfMeasure?.unit == "kWh")
    }

    @Test func `without any number a signed value cannot be told`() throws {
        #expect(try told(Charging.SampledValue(value: "1B1B1B1B01010101", format: "SignedData")).isEmpty)
    }

    @Test func `at the end the register that is told is the number of what has none`() throws {
        var scene = Scene201()
        try scene.tell(.started())
        scene.session = scene.session.ended(wattHours: 7345)
        scene.isSettled = true
        scene.clock = 3600
        let values = [
            Charging.MeterValue(
                timestamp: Scene201.at(3600),
                sampledValues: [
                    SampledValue(value: "1B1B1B1B01010101", context: "Transaction.End", format: "SignedData")
                ])
        ]
        let event = try scene.event(.ended(.sample(values: values)))
        let samples = (event.meterValue ?? []).flatMap(\.sampledValue)
        #expect(samples.map(\.value.text) == ["8345", "8345"])
        #expect(samples.first?.signedMeterValue != nil)
        #expect(samples.first?.context == .transactionEnd)
    }

    /// It is evidence, and another register than the one that is billed.
    @Test func `the station's signed register is told as something other where the meter counts`() throws {
        let signed = SignedValue(data: "AAAA", method: "", encoding: "OCMF", publicKey: "")
        let samples = try told(
            Charging.SampledValue(value: "1500", context: "Transaction.End", signed: signed),
            Charging.SampledValue(value: "1500"), meter: ExactDecimal(50_000))
        #expect(samples.count == 1)
        #expect(samples.first?.context == .other)
        #expect(samples.first?.signedMeterValue?.signedMeterData == "AAAA")
    }
}
