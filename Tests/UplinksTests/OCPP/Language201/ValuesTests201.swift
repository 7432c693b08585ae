import OCPP
import OCPP201
import Testing
import Uplinks

@testable import Charging

struct ValuesTests201 {
    private func running(meter: ExactDecimal? = nil, name: String? = nil, dialect: Dialect = .ocpp201) throws
        -> Scene201
    {
        var scene = Scene201(language: Language201(dialect, lane: "csms/CP1"))
        scene.session = .running(meter: meter, name: name)
        try scene.tell(.started())
        scene.clock = 600
        return scene
    }

    private func samples(_ event: TransactionEvent) -> [OCPP201.SampledValue] {
        (event.meterValue ?? []).flatMap(\.sampledValue)
    }

    @Test(arguments: [
        (nil, TriggerReason.meterValuePeriodic), ("Sample.Periodic", .meterValuePeriodic),
        ("Sample.Clock", .meterValueClock), ("Trigger", .trigger),
    ])
    func `values within a transaction are part of it`(_ context: String?, _ trigger: TriggerReason) throws {
        var scene = try running()
        let event = try scene.event(.metered(SampledValue(value: "1500.10", context: context, unit: "Wh")))
        #expect(event.eventType == .updated)
        #expect(event.seqNo == 1)
        #expect(event.triggerReason == trigger)
        #expect(event.timestamp == Scene201.at(600).description)
        #expect(samples(event).map(\.value.text) == ["1500.10"])
        #expect(samples(event)[0].context?.rawValue == context)
        #expect(try scene.event(.metered(SampledValue(value: "1600"))).seqNo == 2)
    }

    struct Value: CustomTestStringConvertible {
        var sample: Charging.SampledValue
        var value: String?
        var unit: String?
        var testDescription: String { "\(sample.value) \(sample.measurand ?? "") \(sample.unit ?? "")" }
    }

    @Test(arguments: [
        Value(sample: SampledValue(value: "1625.0000000000002"), value: "1625.0000000000002"),
        Value(sample: SampledValue(value: "1.50", unit: "kWh"), value: "1.50", unit: "kWh"),
        Value(sample: SampledValue(value: "+1.50", unit: "kWh"), value: "1.50", unit: "kWh"),
        Value(sample: SampledValue(value: "007", measurand: "Voltage"), value: "7"),
        Value(sample: SampledValue(value: "1,5"), value: nil),
        Value(sample: SampledValue(value: ""), value: nil),
        Value(sample: SampledValue(value: "31", measurand: "SoC", unit: "Percent"), value: "31", unit: "Percent"),
        Value(sample: SampledValue(value: "31", measurand: "Voltage", unit: "Celcius"), value: "31", unit: "Celsius"),
        Value(sample: SampledValue(value: "40.5", measurand: "Temperature", unit: "Celcius"), value: nil),
        Value(sample: SampledValue(value: "1", measurand: "Voltage", phase: "L7"), value: nil),
        Value(
            sample: SampledValue(value: "1", measurand: "Voltage", unit: String(repeating: "u", count: 21)), value: nil),
    ])
    func `numbers keep their digits, and what the version has no word for is left out`(_ row: Value) throws {
        var scene = try running()
        let messages = try scene.tell(.metered(row.sample))
        let told = messages.first.flatMap { $0.call as? TransactionEvent }.map(samples)?.first
        #expect(told?.value.text == row.value)
        #expect(told?.unitOfMeasure?.unit == row.unit)
    }

    @Test func `words, places and powers of ten are kept`() throws {
        var scene = try running()
        let event = try scene.event(
            .metered(
                SampledValue(
                    value: "16", context: "MyContext", measurand: "Current.Import", phase: "L1", location: "Inlet",
                    unit: "A", multiplier: -1)))
        let sample = try #require(samples(event).first)
        #expect(sample.context == .other)
        #expect(sample.measurand == .currentImport)
        #expect(sample.phase == .l1)
        #expect(sample.location == .inlet)
        #expect(sample.unitOfMeasure == UnitOfMeasure(unit: "A", multiplier: -1))
    }

    @Test func `the station's register is left out where the meter's is told`() throws {
        var scene = try running(meter: ExactDecimal(50_000))
        let register = SampledValue(value: "1500", unit: "Wh")
        #expect(try scene.tell(.metered(register)).isEmpty)
        let event = try scene.event(
            .metered(register, SampledValue(value: "1", phase: "L1"), SampledValue(value: "7", measurand: "Voltage")))
        #expect(samples(event).map(\.value.text) == ["1", "7"])
    }

    @Test func `values between transactions are meter values of the EVSE`() throws {
        var scene = Scene201()
        scene.clock = 600
        let messages = try scene.tell(.metered(SampledValue(value: "1500"), evse: 2), withSession: false)
        let call = try #require(messages.first?.call as? MeterValues)
        #expect(call.evseId == 2)
        #expect(call.meterValue.first?.timestamp == Scene201.at(600).description)
    }

    @Test func `values without a transaction's id belong to the one that runs there`() throws {
        var scene = try running(meter: ExactDecimal(50_000))
        let event = try scene.event(
            .metered(SampledValue(value: "1500"), SampledValue(value: "7", measurand: "Voltage")), withSession: false)
        #expect(event.eventType == .updated)
        #expect(samples(event).map(\.value.text) == ["7"])
    }

    @Test func `nothing is told after the end`() throws {
        var scene = try running()
        scene.memory[Scene201.id]?.phase = .ended
        #expect(try scene.tell(.metered(SampledValue(value: "1500"))).isEmpty)
    }

    @Test func `a station of 2 tells its states and reasons, and says nothing twice`() throws {
        var scene = Scene201()
        scene.session = .running(name: "TX-1")
        try scene.tell(.started(.sample(telling: .sample("Authorized", state: "EVConnected", tag: "TAG"))))
        let charging = try scene.event(.metered(telling: .sample("ChargingStateChanged", 1, state: "Charging", at: 9)))
        #expect(charging.triggerReason == .chargingStateChanged)
        #expect(charging.transactionInfo.chargingState == .charging)
        #expect(charging.timestamp == Scene201.at(9).description)
        #expect(try scene.tell(.metered(telling: .sample("ChargingStateChanged", 2, state: "Charging"))).isEmpty)
        #expect(try scene.tell(.metered(telling: .sample("MeterValuePeriodic", 3))).isEmpty)
        let rate = try scene.event(
            .metered(telling: .sample("ChargingRateChanged", 4, offline: true, state: "Charging")))
        #expect(rate.transactionInfo.chargingState == nil)
        #expect(rate.offline == true)
        #expect(rate.seqNo == 2)
        let stop = try scene.event(.metered(telling: .sample("StopAuthorized", 5, state: "EVConnected", tag: "TAG")))
        #expect(stop.idToken?.idToken == "TAG")
    }

    @Test func `a clock that was never set is not told`() throws {
        var scene = try running()
        let values = [
            Charging.MeterValue(timestamp: Timestamp(seconds: 7), sampledValues: [SampledValue(value: "1500")])
        ]
        let event = try scene.event(.meterReport(MeterReport(evse: 1, transaction: 100, values: values)))
        #expect(event.timestamp == Scene201.at(600).description)
        #expect(event.meterValue?.first?.timestamp == Scene201.at(600).description)
    }

    @Test func `a connector's state is told, and what it says of the transaction`() throws {
        var scene = try running()
        let same = try scene.tell(.state(.charging, at: 500))
        #expect(same.map(\.action) == ["StatusNotification"])
        let paused = try scene.tell(.state(.suspendedEV, at: 510))
        #expect(paused.map(\.action) == ["StatusNotification", "TransactionEvent"])
        #expect((paused[0].call as? StatusNotification)?.connectorStatus == .occupied)
        let event = try #require(paused[1].call as? TransactionEvent)
        #expect(event.triggerReason == .chargingStateChanged)
        #expect(event.transactionInfo.chargingState == .suspendedEV)
        #expect(event.timestamp == Scene201.at(510).description)
        #expect(try scene.tell(.state(.suspendedEV, at: 520)).map(\.action) == ["StatusNotification"])
        #expect(try scene.tell(.state(.suspendedEVSE, evse: 2)).map(\.action) == ["StatusNotification"])
        #expect(try scene.tell(.state(.available, evse: 0)).isEmpty)
    }

    @Test func `the meter's register is told while a transaction counts by it, not too often`() throws {
        var scene = try running(meter: ExactDecimal("50000.4"))
        let others = [
            RegisterValue(obis: .power, value: ExactDecimal("11040.1234567")!, unit: "W", raw: ""),
            RegisterValue(obis: "1-0:31.7.0", value: ExactDecimal("16.01")!, unit: "A", raw: ""),
            RegisterValue(obis: "1-0:52.7.0", value: ExactDecimal("230.4")!, unit: "V", raw: ""),
            RegisterValue(obis: "1-0:13.7.0", value: ExactDecimal("0.99")!, unit: "", raw: ""),
        ]
        let messages = try scene.tell(.read("50400.5", at: 60, others), withSession: false)
        let event = try #require(messages.first?.call as? TransactionEvent)
        #expect(event.triggerReason == .meterValuePeriodic)
        #expect(samples(event).map(\.value.text) == ["50400", "11040.123457", "16.01", "230.4"])
        #expect(samples(event).map(\.phase) == [nil, nil, .l1, .l2N])
        #expect(messages[0].valueAt == Scene201.at(60))
        #expect(try scene.tell(.read("50500", at: 119), withSession: false).isEmpty)
        #expect(try scene.event(.read("50500", at: 120), withSession: false).seqNo == 2)
        scene.preset.valuesEvery = .seconds(300)
        #expect(try scene.tell(.read("50600", at: 419), withSession: false).isEmpty)
        #expect(try scene.tell(.read("50600", at: 420), withSession: false).count == 1)
    }

    @Test func `no register is told that does not go on from the start`() throws {
        var scene = try running(meter: ExactDecimal(50_000))
        #expect(try scene.tell(.read("50100", at: -1), withSession: false).isEmpty)
        #expect(try scene.tell(.read("49999", at: 60), withSession: false).isEmpty)
        #expect(try scene.tell(.read("99999", at: 60, judgement: .suspect), withSession: false).isEmpty)
        #expect(try scene.tell(.read("50000", at: 60), withSession: false).count == 1)
    }

    @Test func `a register that was reset or exchanged is counted on from the start`() throws {
        var scene = try running(meter: ExactDecimal(50_000))
        func mark(_ register: String, _ seconds: Int64) -> MeterMark {
            MeterMark(meter: "M", serialNumber: "S", at: Scene201.at(seconds), register: ExactDecimal(register)!)
        }
        scene.session.meterSegments = [
            MeterSegment(start: mark("50000.4", -3), stop: mark("50100.4", 60)),
            MeterSegment(start: mark("7", 120), stop: mark("300", 300)),
        ]
        #expect(samples(try scene.event(.read("50100.4", at: 60))).map(\.value.text) == ["50100"])
        #expect(samples(try scene.event(.read("207", at: 240))).map(\.value.text) == ["50300"])
        // It is after the end, or the session counts by the station after all.
        #expect(try scene.tell(.read("400", at: 360)).isEmpty)
        scene.session.flags.insert(.meterShared)
        #expect(try scene.tell(.read("300", at: 300)).isEmpty)
    }

    @Test func `no register of a meter is told where the station's own counts, or two share it`() throws {
        var scene = try running()
        #expect(try scene.tell(.read("50100", at: 60), withSession: false).isEmpty)
        scene = try running(meter: ExactDecimal(50_000))
        var other = LaneTransaction(
            id: Scene201.id.next, evse: 2, startedAt: Scene201.at(10), startWattHours: 50_000, countsByMeter: true)
        other.phase = .open
        scene.memory[other.id] = other
        #expect(try scene.tell(.read("50100", at: 60), withSession: false).isEmpty)
    }

    @Test func `outside transactions the register is told to those who want it`() throws {
        var scene = Scene201()
        #expect(try scene.tell(.read("50100", at: 0), withSession: false).isEmpty)
        scene.preset.idleValues = .seconds(900)
        let messages = try scene.tell(.read("50100.4", at: 0), withSession: false)
        let call = try #require(messages.first?.call as? MeterValues)
        #expect(call.evseId == 0)
        #expect(call.meterValue.first?.sampledValue.first?.value.text == "50100")
        #expect(scene.memory.lastIdleValue == Scene201.at(0))
        #expect(try scene.tell(.read("50200", at: 899), withSession: false).isEmpty)
        #expect(try scene.tell(.read("50200", at: 900), withSession: false).count == 1)
    }
}
