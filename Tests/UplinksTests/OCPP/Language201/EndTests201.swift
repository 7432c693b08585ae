import OCPP
import OCPP201
import Testing
import Uplinks

@testable import Charging

struct EndTests201 {
    /// A transaction whose start is told, and that is over.
    private func over(
        _ wattHours: Int64? = 7345, reason: String? = "Local", meter: ExactDecimal? = nil, isSettled: Bool = true
    ) throws -> Scene201 {
        var scene = Scene201()
        scene.session = .running(meter: meter)
        try scene.tell(.started())
        scene.session = scene.session.ended(wattHours: wattHours, reason: reason)
        scene.isSettled = isSettled
        scene.clock = 3600
        return scene
    }

    @Test func `an end is told with the start and the energy, so that the difference is what is billed`() throws {
        var scene = try over(meter: ExactDecimal("54321.5"))
        let event = try scene.event(.ended())
        #expect(event.eventType == .ended)
        #expect(event.seqNo == 1)
        #expect(event.timestamp == Scene201.at(3600).description)
        #expect(event.register(.transactionEnd) == "61667")
        #expect(event.transactionInfo.stoppedReason == nil)
        #expect(event.triggerReason == .stopAuthorized)
        #expect(event.idToken == nil)
        #expect(scene.memory[Scene201.id]?.toldEnergy == 7345)
        #expect(try scene.tell(.ended()).isEmpty)
    }

    @Test func `an end waits until the energy is settled`() throws {
        let scene = try over(isSettled: false)
        #expect(try scene.rendering(.ended()).isUnsettled)
    }

    @Test func `no register is made up where the energy is not known`() throws {
        var scene = try over(nil)
        #expect(try scene.event(.ended()).meterValue == nil)
        #expect(scene.memory[Scene201.id]?.toldEnergy == nil)
    }

    struct Reason: CustomTestStringConvertible {
        var told: String?
        var stopped: StopReason?
        var trigger: TriggerReason
        var testDescription: String { told ?? "none" }
    }

    @Test(arguments: [
        Reason(told: "Local", stopped: nil, trigger: .stopAuthorized),
        Reason(told: "Remote", stopped: .remote, trigger: .remoteStop),
        Reason(told: "EVDisconnected", stopped: .evDisconnected, trigger: .evDeparted),
        Reason(told: "DeAuthorized", stopped: .deAuthorized, trigger: .deauthorized),
        Reason(told: "HardReset", stopped: .immediateReset, trigger: .resetCommand),
        Reason(told: "SoftReset", stopped: .immediateReset, trigger: .resetCommand),
        Reason(told: "UnlockCommand", stopped: .other, trigger: .unlockCommand),
        Reason(told: "PowerLoss", stopped: .powerLoss, trigger: .abnormalCondition),
        Reason(told: "Reboot", stopped: .reboot, trigger: .abnormalCondition),
        Reason(told: "EmergencyStop", stopped: .emergencyStop, trigger: .abnormalCondition),
        Reason(told: "SOCLimitReached", stopped: .socLimitReached, trigger: .energyLimitReached),
        Reason(told: "StoppedByEV", stopped: .stoppedByEV, trigger: .chargingStateChanged),
        Reason(told: "Timeout", stopped: .timeout, trigger: .evConnectTimeout),
        Reason(told: "Zapped", stopped: .other, trigger: .abnormalCondition),
        Reason(told: nil, stopped: .other, trigger: .chargingStateChanged),
    ])
    func `reasons are told in the words of OCPP 2`(_ row: Reason) throws {
        var scene = try over(reason: row.told)
        if row.told == nil { scene.session.flags = [.stopUnknown] }
        let event = try scene.event(.ended(row.told.map { .sample(reason: $0) }))
        #expect(event.transactionInfo.stoppedReason == row.stopped)
        #expect(event.triggerReason == row.trigger)
    }

    @Test func `a station's own trigger, state and tag of the end are told`() throws {
        var scene = try over(reason: "Local")
        let telling = Telling.sample("EVDeparted", 9, state: "Idle", tag: "OTHER", at: 3600)
        let event = try scene.event(.ended(.sample(tag: "OTHER", telling: telling)))
        #expect(event.triggerReason == .evDeparted)
        #expect(event.transactionInfo.chargingState == .idle)
        #expect(event.idToken?.idToken == "OTHER")
    }

    @Test func `a tag nobody was told yet is told with the end`() throws {
        var scene = try over()
        scene.memory[Scene201.id]?.toldTag = false
        #expect(try scene.event(.ended()).idToken?.idToken == "04A1B2C3")
    }

    @Test func `the end's samples come without the registers that are told anew`() throws {
        let values = [
            Charging.MeterValue(
                timestamp: Scene201.at(0), sampledValues: [SampledValue(value: "1000.4", context: "Transaction.Begin")]),
            Charging.MeterValue(
                timestamp: Scene201.at(900),
                sampledValues: [SampledValue(value: "1900.4"), SampledValue(value: "16", measurand: "Current.Import")]),
            Charging.MeterValue(
                timestamp: Scene201.at(3600), sampledValues: [SampledValue(value: "8345.4", context: "Transaction.End")]
            ),
        ]
        var scene = try over()
        let byStation = try scene.event(.ended(.sample(values: values)))
        #expect(byStation.meterValue?.flatMap(\.sampledValue).map(\.value.text) == ["1900.4", "16", "8345"])
        scene = try over(meter: ExactDecimal(50_000))
        let byMeter = try scene.event(.ended(.sample(values: values)))
        #expect(byMeter.meterValue?.flatMap(\.sampledValue).map(\.value.text) == ["16", "57345"])
    }

    @Test func `an end with very many samples stays far below what a CSMS takes`() throws {
        let values = (0..<3000).map { number in
            Charging.MeterValue(
                timestamp: Scene201.at(Int64(number)),
                sampledValues: (1...3).map {
                    SampledValue(value: "16.0\(number)", measurand: "Current.Import", phase: "L\($0)", unit: "A")
                })
        }
        var scene = try over()
        let event = try scene.event(.ended(.sample(values: values)))
        let frame = try FrameWriter.call(event, id: MessageID("1"), .ocpp201)
        #expect(frame.utf8.count < 200_000)
        #expect(frame.utf8.count > 50_000)
        let times = try #require(event.meterValue).map(\.timestamp)
        #expect(times.first == Scene201.at(0).description)
        #expect(times.suffix(2).first == Scene201.at(2999).description)
        #expect(times == times.sorted())
    }

    @Test func `an end that was only concluded is told by the one that came after all`() throws {
        var scene = try over()
        #expect(try scene.tell(.ended(nil)).isEmpty)
        #expect(try scene.event(.ended()).eventType == .ended)
    }

    @Test func `a final session nobody told of is told whole`() throws {
        var scene = Scene201()
        scene.session = Session.running().ended(wattHours: 500)
        scene.isSettled = true
        let final = Fact.sessionFinal(scene.session)
        let start = try scene.event(final)
        #expect(start.eventType == .started)
        #expect(start.idToken?.idToken == "04A1B2C3")
        let end = try scene.event(final)
        #expect(end.eventType == .ended)
        #expect(end.seqNo == 1)
        #expect(end.register(.transactionEnd) == "1500")
        #expect(try scene.tell(final).isEmpty)
    }

    @Test func `a final session that has another energy than was told is a matter for a person`() throws {
        var scene = try over(7345)
        try scene.tell(.ended())
        let same = scene.session
        #expect(try scene.rendering(.sessionFinal(same)).mismatch == nil)
        var other = same
        other.energy = Energy(wattHours: 7350)
        let sentence = try #require(try scene.rendering(.sessionFinal(other)).mismatch)
        #expect(sentence.contains("7345 Wh") && sentence.contains("7350 Wh"))
        other.energy = nil
        #expect(try scene.rendering(.sessionFinal(other)).mismatch?.contains("no energy") == true)
    }

    @Test func `nothing more is told of what waits`() throws {
        var scene = try over()
        scene.memory[Scene201.id]?.phase = .parked
        #expect(try scene.tell(.ended()).isEmpty)
        #expect(try scene.tell(.sessionFinal(scene.session)).isEmpty)
    }
}
