import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16ReadingTests {
    static let start = Stage16.beginning

    private func stage(_ change: (inout LaneTransaction) -> Void = { _ in }) -> Stage16 {
        var stage = Stage16()
        stage.subject = .meter("garage")
        stage.memory = Stage16.open(wattHours: 500_000, countsByMeter: true, change)
        return stage
    }

    private func reading(
        _ register: String, after seconds: Int64 = 60, _ judgement: Judgement = .normal,
        _ others: [RegisterValue] = []
    ) -> Fact {
        let value = RegisterValue(obis: .energyImport, value: ExactDecimal(register)!, unit: "Wh", raw: "")
        return .reading(
            JudgedReading(
                reading: MeterReading(
                    meter: "garage", serialNumber: nil, at: Self.start + .seconds(seconds),
                    registers: [value] + others),
                judgement: judgement))
    }

    private func register(_ fact: Fact, _ session: Session? = nil, settled: Bool = false, in stage: Stage16) throws
        -> String?
    {
        let known = session.map { KnownSession($0, isSettled: settled) }
        let told = try stage.messages(fact, known).first?.call as? MeterValues
        return told?.meterValue.first?.sampledValue.first?.value
    }

    @Test func `the register is told with what else the meter shows`() throws {
        let others: [(OBIS, String, String)] = [
            (.power, "7400.5", "W"), ("1-0:31.7.0", "10.7", "A"), ("1-0:71.7.0", "10.9", "A"),
            ("1-0:32.7.0", "231.4", "V"), ("1-0:52.7.0", "0.2314", "kV"), ("1-0:14.7.0", "50.01", "Hz"),
        ]
        let fact = reading(
            "500123.6", others.map { RegisterValue(obis: $0, value: ExactDecimal($1)!, unit: $2, raw: "") })
        let messages = try stage().messages(fact)
        func sample(_ value: String, _ measurand: String, _ unit: String, _ phase: String? = nil)
            -> OCPP16.SampledValue
        {
            .init(value: value, context: "Sample.Periodic", measurand: measurand, phase: phase, unit: unit)
        }
        #expect(
            messages.first?.call as? MeterValues
                == MeterValues(
                    connectorId: 1, transactionId: 41,
                    meterValue: [
                        .init(
                            timestamp: "2026-05-28T20:27:40Z",
                            sampledValue: [
                                sample("500123", "Energy.Active.Import.Register", "Wh"),
                                sample("7400.5", "Power.Active.Import", "W"),
                                sample("10.7", "Current.Import", "A", "L1"),
                                sample("10.9", "Current.Import", "A", "L3"),
                                sample("231.4", "Voltage", "V", "L1-N"),
                            ])
                    ]))
        #expect(messages.first?.valueAt == Self.start + .seconds(60))
        #expect(messages.first?.purpose == .progress(Stage16.id))
    }

    private func reading(_ register: String, _ others: [RegisterValue]) -> Fact {
        reading(register, after: 60, .normal, others)
    }

    @Test func `power that flows back is told as such`() throws {
        let power = RegisterValue(obis: .power, value: ExactDecimal("-3.5")!, unit: "W", raw: "")
        let told = try #require(try stage().messages(reading("500100", [power])).first?.call as? MeterValues)
        let sample = told.meterValue.first?.sampledValue.last
        #expect(sample?.measurand == "Power.Active.Export")
        #expect(sample?.value == "3.5")
    }

    @Test func `the next register waits for its turn`() throws {
        let last = Self.start + .seconds(60)
        let told = stage { $0.lastValue = last }
        #expect(told.silence(reading("500200", after: 119)) == "The register was told a moment ago.")
        #expect(try register(reading("500200", after: 120), in: told) == "500200")
        var eager = told
        eager.preset.valuesEvery = .seconds(10)
        #expect(try register(reading("500200", after: 70), in: eager) == "500200")
    }

    @Test func `a reading outside the transaction is not of it`() {
        let reason = "The reading is outside the open transaction."
        #expect(stage().silence(reading("500100", after: -1)) == reason)
        #expect(stage().silence(reading("499999.9")) == reason)
        let over = Session.over { $0.countByMeter() }
        #expect(stage().silence(reading("505000.4", after: 1801), over.sofar) == reason)
        let other = Session.underWay {
            $0.countByMeter()
            $0.transaction = TransactionID(8)!
        }
        #expect(stage().silence(reading("500100"), other.sofar) == reason)
    }

    @Test(arguments: [Judgement.suspect, .noRegister])
    func `a register that does not count is not told`(_ judgement: Judgement) {
        #expect(
            stage().silence(reading("600000", after: 60, judgement)) == "The register of this reading does not count.")
    }

    @Test func `the register told is never more than the stop will tell`() throws {
        // 500 000.4 to 500 011.2 is 10.8 Wh: the stop is told with 500 011.
        let session = Session.over {
            $0.countByMeter(0)
            $0.meterSegments[0].stop.register = ExactDecimal("500011.2")!
            $0.energy = Energy(wattHours: 11)
        }
        #expect(try register(reading("500011.2", after: 1800), session, settled: true, in: stage()) == "500011")
        #expect(try register(reading("500010.8"), session, settled: true, in: stage()) == "500010")
        // A session that came to count otherwise has another end.
        let less = Session.over {
            $0 = session
            $0.energy = Energy(wattHours: 4)
        }
        #expect(try register(reading("500010.8"), less, settled: true, in: stage()) == nil)
        let shared = Session.underWay {
            $0.countByMeter()
            $0.flags = [.meterShared]
        }
        #expect(try register(reading("500010.8"), shared, in: stage()) == nil)
    }

    @Test func `a meter that was exchanged goes on where the first one stopped`() throws {
        let session = Session.underWay {
            $0.countByMeter(3000, until: Self.start + .seconds(600))
            let begin = MeterMark(
                meter: "garage", serialNumber: "2", at: Self.start + .seconds(700), register: ExactDecimal(20))
            var end = begin
            (end.at, end.register) = (Self.start + .seconds(1200), ExactDecimal(520))
            $0.meterSegments.append(MeterSegment(start: begin, stop: end))
            $0.flags = [.meterExchanged]
        }
        #expect(try register(reading("502000.4", after: 400), session, in: stage()) == "502000")
        #expect(try register(reading("20", after: 700), session, in: stage()) == "503000")
        #expect(try register(reading("520", after: 1200), session, in: stage()) == "503500")
    }

    @Test func `a meter that several transactions share tells of none`() {
        var shared = stage()
        var other = LaneTransaction(
            id: TransactionID(8)!, evse: 2, startedAt: Self.start, startWattHours: 0, countsByMeter: false,
            theirs: "42")
        other.phase = .open
        shared.memory[other.id] = other
        let reason = "No open transaction counts by this meter."
        #expect(shared.silence(reading("500100")) == reason)
        #expect(stage { $0.countsByMeter = false }.silence(reading("500100")) == reason)
    }

    @Test func `outside transactions the register is told where the preset wants it`() throws {
        var idle = stage { $0.phase = .ended }
        #expect(idle.silence(reading("500100")) == "The register is told only while a transaction runs.")
        idle.preset.idleValues = .seconds(900)
        let messages = try idle.messages(reading("500100.6"))
        let told = try #require(messages.first?.call as? MeterValues)
        #expect(told.connectorId == 0)
        #expect(told.transactionId == nil)
        #expect(told.meterValue.first?.sampledValue.first?.value == "500101")
        #expect(messages.first?.purpose == .other)
        #expect(messages.first?.valueAt == Self.start + .seconds(60))
        idle.memory.lastIdleValue = Self.start
        #expect(idle.silence(reading("500100", after: 899)) == "The register was told a moment ago.")
        #expect(try register(reading("500100", after: 900), in: idle) == "500100")
    }
}
