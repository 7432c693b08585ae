import OCPP
import OCPP201
import Testing
import Uplinks

@testable import Charging

struct StartTests201 {
    @Test func `a start says who, where, since when and from which register`() throws {
        var scene = Scene201()
        let event = try scene.event(.started())
        #expect(event.eventType == .started)
        #expect(event.seqNo == 0)
        #expect(event.timestamp == Session.beginning.description)
        #expect(event.triggerReason == .authorized)
        #expect(event.evse == EVSE(id: 1, connectorId: 1))
        #expect(event.idToken == IdToken(idToken: "04A1B2C3", type: .iso14443))
        #expect(event.transactionInfo.chargingState == .charging)
        #expect(event.register(.transactionBegin) == "1000")
        #expect(event.offline == nil)
        #expect(event.transactionInfo.transactionId == scene.language.name(of: Scene201.id))
        #expect(scene.memory[Scene201.id]?.theirs == event.transactionInfo.transactionId)
        #expect(scene.memory[Scene201.id]?.startWattHours == 1000)
        #expect(scene.memory[Scene201.id]?.countsByMeter == false)
    }

    @Test func `the register of the assigned meter is told, rounded, where the session counts by it`() throws {
        var scene = Scene201()
        scene.session = .running(meter: ExactDecimal("54321.5"))
        #expect(try scene.event(.started()).register(.transactionBegin) == "54322")
        #expect(scene.memory[Scene201.id]?.countsByMeter == true)
    }

    @Test(arguments: [SessionFlag.meterShared, .meterUnavailable])
    func `the station's own register is told where the meter's does not count`(_ flag: SessionFlag) throws {
        var scene = Scene201()
        scene.session = .running(meter: ExactDecimal("54321.5"), flags: [flag])
        #expect(try scene.event(.started()).register(.transactionBegin) == "1000")
        #expect(scene.memory[Scene201.id]?.countsByMeter == false)
    }

    struct Trigger: CustomTestStringConvertible {
        var testDescription: String
        var telling: Telling?
        var tag: String?
        var expected: TriggerReason
        var state: ChargingState
    }

    @Test(arguments: [
        Trigger(testDescription: "1.6", tag: "TAG", expected: .authorized, state: .charging),
        Trigger(
            testDescription: "cable first", telling: .sample("CablePluggedIn", state: "EVConnected"),
            expected: .cablePluggedIn, state: .evConnected),
        Trigger(
            testDescription: "no state told", telling: .sample("Authorized", tag: "TAG"), tag: "TAG",
            expected: .authorized, state: .evConnected),
        Trigger(
            testDescription: "a vendor's trigger of a remote start",
            telling: .sample("VendorSpecial", state: "Dreaming", remoteStart: 7), expected: .remoteStart,
            state: .evConnected),
        Trigger(testDescription: "mute", expected: .chargingStateChanged, state: .charging),
    ])
    func `the trigger is the station's, or what is known of it`(_ row: Trigger) throws {
        var scene = Scene201()
        scene.session = .running(tag: row.tag, name: row.telling?.name, flags: row.tag == nil ? [.derived] : [])
        let isMute = row.telling == nil && row.tag == nil
        let event = try scene.event(.started(isMute ? nil : .sample(tag: row.tag, telling: row.telling)))
        #expect(event.triggerReason == row.expected)
        #expect(event.transactionInfo.chargingState == row.state)
        #expect(event.transactionInfo.remoteStartId == nil, "the station's number of it is none of the CSMS")
        #expect((event.idToken == nil) == (row.tag == nil))
    }

    @Test func `the CSMS hears the number of its own remote start`() throws {
        var scene = Scene201()
        var known = LaneTransaction(
            id: Scene201.id, evse: 1, startedAt: Scene201.at(0), startWattHours: 1000, countsByMeter: false)
        known.remoteStart = 4711
        scene.memory[Scene201.id] = known
        let event = try scene.event(.started())
        #expect(event.transactionInfo.remoteStartId == 4711)
        #expect(event.triggerReason == .remoteStart)
    }

    @Test func `a start that may have arrived is told again to the letter`() throws {
        var scene = Scene201()
        guard case .messages(let first) = try scene.rendering(.started()) else {
            Issue.record("Nothing was told.")
            return
        }
        guard case .start(let transaction) = first[0].purpose else {
            Issue.record("That is no start.")
            return
        }
        scene.memory[Scene201.id] = transaction
        // More is known by now.
        scene.session = .running(meter: ExactDecimal(77_777))
        scene.session.started = Scene201.at(-5)
        #expect(try scene.event(.started()) == first[0].call as? TransactionEvent)
    }

    @Test(arguments: [LaneTransaction.Phase.open, .ended, .parked])
    func `what the CSMS knows is not told again`(_ phase: LaneTransaction.Phase) throws {
        var scene = Scene201()
        try scene.tell(.started())
        scene.memory[Scene201.id]?.phase = phase
        #expect(try scene.tell(.started()).isEmpty)
    }

    @Test func `a start waits for its register, and not for a tag`() throws {
        var scene = Scene201()
        scene.session = .running(tag: nil, register: nil, name: "TX-1")
        let start = TransactionStart.sample(tag: nil, register: nil, telling: .sample("CablePluggedIn"))
        #expect(try scene.tell(.started(start)).isEmpty)
        // The register comes, and nobody is known yet.
        scene.session.stationRegister.start = ExactDecimal("1500.4")
        let update = Fact.metered(telling: .sample("ChargingStateChanged", 1, state: "Charging", at: 60))
        let event = try scene.event(update)
        #expect(event.eventType == .started)
        #expect(event.register(.transactionBegin) == "1500")
        #expect(event.timestamp == Session.beginning.description)
        #expect(event.idToken == nil)
        // Asked again, it says what the entry itself brings.
        let next = try scene.event(update)
        #expect(next.eventType == .updated)
        #expect(next.seqNo == 1)
        #expect(next.transactionInfo.chargingState == .charging)
    }

    @Test func `a session that is over begins at 0 where its register was never known`() throws {
        var scene = Scene201()
        scene.session = .running(register: nil).ended(wattHours: nil)
        let event = try scene.event(.ended())
        #expect(event.eventType == .started)
        #expect(event.register(.transactionBegin) == "0")
        #expect(try scene.rendering(.ended()).isUnsettled)
    }

    @Test func `a tag that becomes known later is told once`() throws {
        var scene = Scene201()
        scene.session = .running(tag: nil, name: "TX-1")
        try scene.tell(.started(.sample(tag: nil, telling: .sample("CablePluggedIn"))))
        scene.session.tag = "DE-ABC-C12345678-X"
        let first = try scene.tell(
            .metered(telling: .sample("Authorized", 1, tag: "DE-ABC-C12345678-X", at: 10)))
        let event = try #require(first.first?.call as? TransactionEvent)
        #expect(event.triggerReason == .authorized)
        #expect(event.idToken?.type == .eMAID)
        #expect(first[0].tag == "DE-ABC-C12345678-X")
        let again = try scene.event(
            .metered(telling: .sample("ChargingRateChanged", 2, tag: "DE-ABC-C12345678-X", at: 20)))
        #expect(again.idToken == nil)
    }

    @Test func `a start that is learnt after the messages that followed it tells whose it is`() throws {
        var scene = Scene201()
        scene.session = .running(tag: nil, name: "TX-1", flags: [.startUnknown])
        try scene.tell(.started(nil))
        scene.session.tag = "TAG"
        let event = try scene.event(.started(.sample(tag: "TAG", telling: .sample("Authorized"))))
        #expect(event.eventType == .updated)
        #expect(event.idToken == IdToken(idToken: "TAG", type: .central))
        #expect(try scene.tell(.started(.sample(tag: "TAG", telling: .sample("Authorized")))).isEmpty)
    }

    @Test func `a tag longer than the version allows is not told in part`() throws {
        var scene = Scene201()
        scene.session.tag = String(repeating: "x", count: 37)
        #expect(try scene.event(.started(.sample(tag: scene.session.tag))).idToken == nil)
        scene = Scene201(language: Language201(.ocpp21, lane: "csms/CP1"))
        scene.session.tag = String(repeating: "x", count: 37)
        #expect(try scene.event(.started(.sample(tag: scene.session.tag))).idToken?.type == .central)
    }

    @Test func `what came late or was told late happened offline`() throws {
        var scene = Scene201(isLate: true)
        #expect(try scene.event(.started()).offline == true)
        scene = Scene201()
        let telling = Telling.sample("Authorized", offline: true, tag: "TAG")
        #expect(try scene.event(.started(.sample(telling: telling))).offline == true)
    }

    @Test func `what else was sampled at the start is told, but no second register`() throws {
        var scene = Scene201()
        let values = [
            Charging.MeterValue(
                timestamp: Scene201.at(0),
                sampledValues: [
                    SampledValue(value: "1000.4", context: "Transaction.Begin", unit: "Wh"),
                    SampledValue(value: "230.1", measurand: "Voltage", phase: "L1-N", unit: "V"),
                ])
        ]
        scene.session.reservation = 12
        let event = try scene.event(.started(.sample(values: values)))
        #expect(event.reservationId == 12)
        #expect(event.meterValue?.flatMap(\.sampledValue).map(\.value.text) == ["1000", "230.1"])
    }

    @Test func `a transaction on no EVSE that is known is told of the first, and later of the right one`() throws {
        var scene = Scene201()
        scene.session = .running(evse: 0, name: "TX-1")
        #expect(try scene.event(.started()).evse?.id == 1)
        scene.session.evse = 2
        #expect(try scene.event(.metered(telling: .sample("CablePluggedIn", 1, at: 5))).evse?.id == 2)
    }

    @Test func `a transaction has the same name whenever it is asked for, and another on every lane`() {
        let name = Language201(.ocpp201, lane: "csms/CP1").name(of: Scene201.id)
        #expect(name == Language201(.ocpp21, lane: "csms/CP1").name(of: Scene201.id))
        #expect(name != Language201(.ocpp201, lane: "csms/CP2").name(of: Scene201.id))
        #expect(name != Language201(.ocpp201, lane: "csms/CP1").name(of: Scene201.id.next))
        let parts = name.split(separator: "-").map { Array($0) }
        #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
        #expect(parts[2][0] == "8")
        #expect("89ab".contains(parts[3][0]))
    }

    @Test func `a CSMS that does not take transactions is told none`() throws {
        var scene = Scene201()
        scene.preset.takes = ["Heartbeat"]
        #expect(try scene.tell(.started()).isEmpty)
        scene = Scene201()
        scene.memory.leftOut = ["TransactionEvent"]
        #expect(try scene.tell(.started()).isEmpty)
    }
}

extension Rendering {
    var isUnsettled: Bool { if case .unsettled = self { true } else { false } }
    var mismatch: String? { if case .mismatch(let sentence) = self { sentence } else { nil } }
}
