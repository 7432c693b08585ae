import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16StartTests {
    static let started = Fact.transactionStarted(.sample())

    @Test func `a start says who, where, when and from which register on`() throws {
        let session = Session.underWay {
            $0.started = Stage16.beginning + .microseconds(123_456)
            $0.reservation = 5
        }
        let messages = try Stage16().messages(Self.started, session.sofar)
        #expect(
            messages.first?.call as? StartTransaction
                == StartTransaction(
                    connectorId: 1, idTag: "04A1B2C3", meterStart: "1000", timestamp: "2026-05-28T20:26:40.123Z",
                    reservationId: 5))
        #expect(messages.first?.tag == "04A1B2C3")
        guard case .start(let told) = messages.first?.purpose else {
            Issue.record("no start")
            return
        }
        #expect(told.id == Stage16.id)
        #expect(told.phase == .starting)
        #expect(told.startedAt == Stage16.beginning + .milliseconds(123))
        #expect(told.startWattHours == 1000)
        #expect(!told.countsByMeter)
        #expect(messages.count == 1)
    }

    @Test func `where the assigned meter counts, its register is told`() throws {
        let session = Session.underWay { $0.countByMeter() }
        let messages = try Stage16().messages(Self.started, session.sofar)
        #expect((messages.first?.call as? StartTransaction)?.meterStart == "500000")
        guard case .start(let told) = messages.first?.purpose else {
            Issue.record("no start")
            return
        }
        #expect(told.countsByMeter)
        #expect(told.startWattHours == 500_000)
    }

    @Test(arguments: [SessionFlag.meterShared, .meterUnavailable])
    func `where it cannot count, the station's is told`(_ flag: SessionFlag) throws {
        let session = Session.underWay {
            $0.countByMeter()
            $0.flags = [flag]
        }
        let start: StartTransaction = try Stage16().call(Self.started, session.sofar)
        #expect(start.meterStart == "1000")
    }

    @Test func `the station as a whole is told as its first connector`() throws {
        let start: StartTransaction = try Stage16().call(Self.started, Session.underWay { $0.evse = 0 }.sofar)
        #expect(start.connectorId == 1)
    }

    @Test func `a start waits until it is known whose it is`() throws {
        let session = Session.underWay {
            $0.name = "tx-7"
            $0.tag = nil
        }
        let first = Fact.transactionStarted(.sample(telling: .sample(0, state: "EVConnected")))
        #expect(Stage16().silence(first, session.sofar) == "It is not known yet whose transaction it is.")
        var known = session
        known.tag = "EMAID"
        let authorized = Fact.meterReport(MeterReport(evse: 1, values: [], telling: .sample(1, tag: "EMAID")))
        let start: StartTransaction = try Stage16().call(authorized, known.sofar)
        #expect(start.idTag == "EMAID")
    }

    @Test func `where energy flows and nobody was named, nobody will be`() throws {
        let session = Session.underWay {
            $0.name = "tx-7"
            $0.tag = nil
        }
        let charging = Fact.meterReport(MeterReport(evse: 1, values: [], telling: .sample(1, state: "Charging")))
        let messages = try Stage16().messages(charging, session.sofar)
        #expect((messages.first?.call as? StartTransaction)?.idTag == "ANONYMOUS")
        #expect(messages.first?.tag == nil)
        // Messages came out of order, and the start that names somebody is on its way.
        let late = Session.underWay {
            $0 = session
            $0.flags = [.startUnknown]
        }
        #expect(try Stage16().messages(charging, late.sofar).isEmpty)
    }

    @Test func `a wallbox that cannot tell tags charges for the preset's`() throws {
        var stage = Stage16()
        stage.preset.anonymousTag = "GARAGE"
        let session = Session.underWay {
            $0.tag = nil
            $0.flags = [.derived]
        }
        let messages = try stage.messages(Self.started, session.sofar)
        #expect((messages.first?.call as? StartTransaction)?.idTag == "GARAGE")
        guard case .start(let told) = messages.first?.purpose else {
            Issue.record("no start")
            return
        }
        #expect(told.isAnonymous)
        // Told again, it still names nobody.
        stage.memory[Stage16.id] = told
        let again: StartTransaction = try stage.call(Self.started, Session.underWay().sofar)
        #expect(again.idTag == "GARAGE")
    }

    @Test func `a start waits for its register, and no longer than the session`() throws {
        let unknown = Session.underWay { $0.stationRegister.start = nil }
        #expect(
            Stage16().silence(Self.started, unknown.sofar)
                == "The register at the start of the transaction is not known yet.")
        var over = Session.over()
        (over.stationRegister.start, over.energy, over.energySource) = (nil, nil, nil)
        guard case .unsettled = Stage16().rendering(of: .transactionEnded(.sample()), over.sofar) else {
            Issue.record("told too early")
            return
        }
        // What cannot be proven is no energy: the start is told from the last register on, and so is the stop.
        let start: StartTransaction = try Stage16().call(.transactionEnded(.sample()), over.settled)
        #expect(start.meterStart == "8345")
        over.stationRegister.stop = nil
        let blind: StartTransaction = try Stage16().call(.transactionEnded(.sample()), over.settled)
        #expect(blind.meterStart == "0")
    }

    @Test func `a retry says the same to the letter, whatever became known meanwhile`() throws {
        var stage = Stage16()
        let first = try stage.messages(Self.started, Session.underWay().sofar)
        guard case .start(let told) = first.first?.purpose else {
            Issue.record("no start")
            return
        }
        stage.memory[told.id] = told
        let changed = Session.underWay {
            $0.countByMeter()
            $0.started = Stage16.beginning - .seconds(600)
            $0.stationRegister.start = ExactDecimal(900)
            $0.evse = 2
        }
        let again = try stage.messages(Self.started, changed.sofar)
        #expect(again.first?.call as? StartTransaction == first.first?.call as? StartTransaction)
        #expect(again.first?.purpose == .start(told))
    }

    struct Closed: Sendable, CustomTestStringConvertible {
        var phase: LaneTransaction.Phase
        var reason: String
        var testDescription: String { phase.rawValue }
    }

    static let closed = [
        Closed(phase: .ended, reason: "The CSMS knows already that the transaction is over."),
        Closed(phase: .parked, reason: "The start of the transaction is parked."),
    ]

    @Test(arguments: closed)
    func `what is closed is not begun again`(_ closed: Closed) {
        var stage = Stage16()
        stage.memory = Stage16.open { $0.phase = closed.phase }
        let facts: [Fact] = [
            Self.started, .transactionEnded(.sample()),
            .meterReport(MeterReport(evse: 1, transaction: 7, values: [.sample("1200")])),
        ]
        for fact in facts { #expect(stage.silence(fact, Session.over().settled) == closed.reason) }
    }

    @Test func `a start is not told twice, and what was sampled with it follows`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        #expect(
            stage.silence(Self.started, Session.underWay().sofar) == "It says nothing that OCPP 1.6 has a word for.")
        let sampled = Fact.transactionStarted(.sample(values: [.sample("1000", context: "Transaction.Begin")]))
        let values: MeterValues = try stage.call(sampled, Session.underWay().sofar)
        #expect(values.transactionId == 41)
        #expect(values.meterValue.first?.sampledValue.first?.context == "Transaction.Begin")
    }

    @Test func `an id that is no number ends what can be told`() {
        var stage = Stage16()
        stage.memory = Stage16.open { $0.theirs = "b7e0" }
        #expect(
            stage.silence(.transactionEnded(.sample()), Session.over().settled)
                == "The CSMS gave the transaction no number, so nothing more can be told of it.")
    }

    struct Tagged: Sendable {
        var told: String
        var sent: String
    }

    @Test(arguments: [
        Tagged(told: "04a1b2c3", sent: "04a1b2c3"),
        Tagged(told: "DE*ABC*C12345678*9", sent: "DE*ABC*C12345678*9"),
        Tagged(told: "12345678901234567890", sent: "12345678901234567890"),
        Tagged(told: "123456789012345678901", sent: "12345678901-51B5D084"),
        Tagged(told: "", sent: "ANONYMOUS"), Tagged(told: "NoAuthorization", sent: "ANONYMOUS"),
    ])
    func `a tag fits into 20 characters`(_ tagged: Tagged) throws {
        let start: StartTransaction = try Stage16().call(Self.started, Session.underWay { $0.tag = tagged.told }.sofar)
        #expect(start.idTag == tagged.sent)
    }

    @Test func `long tags that begin alike stay two, and case does not matter`() {
        let words = [
            "https://example.com/tag/anna", "https://example.com/tag/ANNA", "https://example.com/tag/bert",
        ].map { Language16.Words.idTag($0) }
        #expect(words[0] == words[1])
        #expect(words[0] != words[2])
        #expect(words.allSatisfy { $0.count == 20 })
    }

    @Test func `what the CSMS does not take is not told`() {
        var stage = Stage16()
        stage.memory.leftOut = ["StartTransaction"]
        #expect(stage.silence(Self.started, Session.underWay().sofar) == "The CSMS does not take StartTransaction.")
        stage.memory.leftOut = []
        stage.preset.takes = ["BootNotification", "Heartbeat"]
        #expect(stage.silence(Self.started, Session.underWay().sofar) == "The CSMS does not take StartTransaction.")
        let status = Fact.status(ConnectorStatus(evse: 1, state: .available))
        #expect(stage.silence(status) == "The CSMS does not take StatusNotification.")
    }
}

extension Charging.MeterValue {
    static func sample(
        _ wattHours: String, context: String? = nil, at moment: Timestamp = Stage16.beginning + .seconds(60)
    ) -> Self {
        Charging.MeterValue(
            timestamp: moment,
            sampledValues: [
                Charging.SampledValue(
                    value: wattHours, context: context, measurand: "Energy.Active.Import.Register", unit: "Wh")
            ])
    }
}
