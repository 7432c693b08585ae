import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16StopTests {
    static let ended = Fact.transactionEnded(.sample())

    @Test func `the stop is told so that the difference is what is billed`() throws {
        var stage = Stage16()
        // The register that was told at the start need not be the session's own any more.
        stage.memory = Stage16.open(wattHours: 500_000, countsByMeter: true)
        let messages = try stage.messages(Self.ended, Session.over().settled)
        #expect(
            messages.first?.call as? StopTransaction
                == StopTransaction(transactionId: 41, meterStop: "507345", timestamp: "2026-05-28T20:56:40Z"))
        #expect(messages.map(\.purpose) == [.stop(Stage16.id, energy: 7345)])
    }

    @Test func `it waits until the energy is settled`() {
        var stage = Stage16()
        stage.memory = Stage16.open()
        guard case .unsettled = stage.rendering(of: Self.ended, Session.over().sofar) else {
            Issue.record("told too early")
            return
        }
        guard case .unsettled = stage.rendering(of: Self.ended) else {
            Issue.record("told without its session")
            return
        }
    }

    @Test func `energy that nobody knows is told as none, and remembered as unknown`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let session = Session.over {
            $0.energy = nil
            $0.flags = [.registerBackwards]
        }
        let messages = try stage.messages(Self.ended, session.settled)
        #expect((messages.first?.call as? StopTransaction)?.meterStop == "1000")
        #expect(messages.first?.purpose == .stop(Stage16.id, energy: nil))
    }

    struct Reason: Sendable, CustomTestStringConvertible {
        var told: String?
        var sent: String?
        var testDescription: String { told ?? "nothing" }
    }

    static let reasons =
        [
            "DeAuthorized", "EVDisconnected", "EmergencyStop", "HardReset", "Other", "PowerLoss", "Reboot", "Remote",
            "SoftReset", "UnlockCommand",
        ].map { Reason(told: $0, sent: $0) }
        + ["EnergyLimitReached", "StoppedByEV", "MasterPass", "Timeout", "GroundFault", "remote"].map {
            Reason(told: $0, sent: "Other")
        }
        + [
            Reason(told: "Local", sent: nil), Reason(told: "ImmediateReset", sent: "HardReset"),
            Reason(told: nil, sent: "Other"),
        ]

    @Test(arguments: reasons)
    func `the reason is a word of 1.6`(_ reason: Reason) throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let stop: StopTransaction = try stage.call(Self.ended, Session.over { $0.stopReason = reason.told }.settled)
        #expect(stop.reason == reason.sent)
    }

    @Test func `a tag is told only where the end carried one`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let messages = try stage.messages(.transactionEnded(.sample(tag: "MASTER")), Session.over().settled)
        #expect((messages.first?.call as? StopTransaction)?.idTag == "MASTER")
        #expect(messages.first?.tag == "MASTER")
    }

    @Test func `what was sampled goes along, signed texts to the letter`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let signed = #"OCMF|{"FV":"1.0","RV":1.000}|{"SD":"30\u0034"}"#
        var begin = Charging.MeterValue.sample("1000", context: "Transaction.Begin")
        begin.sampledValues.append(
            Charging.SampledValue(value: signed, context: "Transaction.Begin", format: "SignedData"))
        let end = Charging.MeterValue.sample("8345", context: "Transaction.End")
        let stop: StopTransaction = try stage.call(
            .transactionEnded(.sample(values: [begin, end])), Session.over().settled)
        #expect(stop.transactionData?.count == 2)
        #expect(stop.transactionData?.first?.sampledValue.map(\.value) == ["1000", signed])
        #expect(stop.transactionData?.last?.sampledValue.map(\.context) == ["Transaction.End"])
        // Where the meter counts, the station's own register would contradict the stop.
        stage.memory = Stage16.open(countsByMeter: true)
        let metered: StopTransaction = try stage.call(
            .transactionEnded(.sample(values: [begin, end])), Session.over().settled)
        #expect(metered.transactionData?.flatMap(\.sampledValue).map(\.value) == [signed])
    }

    @Test func `a start that was never told is told first, and alone`() throws {
        let stage = Stage16()
        for fact in [Self.ended, .sessionFinal(.over { $0.pluggedOut = $0.stopped })] {
            let start: StartTransaction = try stage.call(fact, Session.over().settled)
            #expect(start.meterStart == "1000")
        }
    }

    @Test func `the final session tells the stop that is still missing`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let session = Session.over { $0.pluggedOut = $0.stopped }
        let stop: StopTransaction = try stage.call(.sessionFinal(session))
        #expect(stop.meterStop == "8345")
        #expect(stop.idTag == nil)
    }

    struct Final: Sendable {
        var told: Int64?
        var final: Int64?
        var words: String?
    }

    @Test(arguments: [
        Final(told: 7345, final: 7345), Final(told: nil, final: nil),
        Final(told: 7300, final: 7345, words: "7300 Wh, and its session has 7345 Wh"),
        Final(told: nil, final: 7345, words: "no known energy, and its session has 7345 Wh"),
        Final(told: 7345, final: nil, words: "7345 Wh, and its session has no known energy"),
    ])
    func `a final session that differs from what was told is for a person`(_ example: Final) {
        var stage = Stage16()
        stage.memory = Stage16.open {
            $0.phase = .ended
            $0.toldEnergy = example.told
        }
        let session = Session.over { $0.energy = example.final.map { Energy(wattHours: $0) } }
        switch stage.rendering(of: .sessionFinal(session), session.settled) {
        case .mismatch(let sentence):
            #expect(
                sentence == "The CSMS was told that transaction 7 is over with \(example.words ?? "nothing"). "
                    + "Correct it there by hand.")
        case .nothing: #expect(example.words == nil)
        default: Issue.record("something is told")
        }
    }

    @Test func `the connector is told as finishing where the cable is known to be in`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let ended = Fact.transactionEnded(.sample(telling: .sample(9, state: "EVConnected")))
        let messages = try stage.messages(ended, Session.over().settled)
        #expect(messages.map(\.action) == ["StopTransaction", "StatusNotification"])
        #expect((messages.last?.call as? StatusNotification)?.status == "Finishing")
        #expect(messages.last?.purpose == .other)
        stage.isLate = true
        #expect(try stage.messages(ended, Session.over().settled).map(\.action) == ["StopTransaction"])
        stage.isLate = false
        stage.preset.takes = ["StartTransaction", "StopTransaction"]
        #expect(try stage.messages(ended, Session.over().settled).map(\.action) == ["StopTransaction"])
    }
}
