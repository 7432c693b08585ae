import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16AnswerTests {
    private let language = Language16()

    private func payload(_ json: String) throws -> Payload {
        guard case .result(_, let payload) = Frame("[3,\"1\",\(json)]") else { throw CallError(.formationViolation) }
        return payload
    }

    private let start = OutgoingMessage(
        .start(
            LaneTransaction(
                id: Stage16.id, evse: 1, startedAt: Stage16.beginning, startWattHours: 0, countsByMeter: false)),
        Heartbeat())

    struct Reply: Sendable {
        var json: String
        var answer: CloudAnswer
    }

    static let starts = [
        Reply(
            json: #"{"transactionId":41,"idTagInfo":{"status":"Accepted"}}"#,
            answer: CloudAnswer(theirs: "41", verdict: TagAnswer(status: .accepted))),
        Reply(
            json:
                #"{"transactionId":0,"idTagInfo":{"status":"ConcurrentTx","expiryDate":"2026-05-28T20:26:40Z","parentIdTag":"fleet"}}"#,
            answer: CloudAnswer(
                theirs: "0",
                verdict: TagAnswer(
                    status: .concurrentTransaction, expires: Stage16.beginning, group: Tag("FLEET")))),
        Reply(json: #"{"transactionId":-5}"#, answer: CloudAnswer(theirs: "-5")),
        Reply(json: #"{"transactionId":41,"idTagInfo":{"status":"Fine"}}"#, answer: CloudAnswer(theirs: "41")),
        Reply(
            json: #"{"transactionId":9223372036854775807,"idTagInfo":null}"#,
            answer: CloudAnswer(theirs: "9223372036854775807")),
    ]

    @Test(arguments: starts)
    func `the answer to a start gives the transaction its name`(_ reply: Reply) throws {
        #expect(try language.answer(payload(reply.json), to: start) == reply.answer)
    }

    @Test(arguments: [#"{}"#, #"{"transactionId":"b7e0"}"#, #"{"idTagInfo":{"status":"Accepted"}}"#])
    func `an answer without a number is none`(_ json: String) throws {
        let payload = try payload(json)
        #expect(throws: PayloadError.self) { try language.answer(payload, to: start) }
    }

    @Test func `the answer to a stop may say something of a tag`() throws {
        let stop = OutgoingMessage(.stop(Stage16.id, energy: 1), Heartbeat())
        let answer = try language.answer(payload(#"{"idTagInfo":{"status":"Blocked"}}"#), to: stop)
        #expect(answer == CloudAnswer(verdict: TagAnswer(status: .blocked)))
        #expect(try language.answer(payload("{}"), to: stop) == CloudAnswer())
        #expect(try language.answer(payload(#"{"x":1}"#), to: OutgoingMessage(.other, Heartbeat())) == CloudAnswer())
    }

    @Test func `a wallbox introduces itself within the limits`() throws {
        let long = String(repeating: "ü", count: 99)
        let boot = Boot(vendor: long, model: long, serialNumber: long, firmwareVersion: long, dialect: "ocpp2.0.1")
        let call = try #require(language.boot(boot, station: "CP1", reason: .powerUp) as? BootNotification)
        try Stage16.inspect(call)
        #expect(call.chargePointVendor.count == 20)
        #expect(call.chargePointModel.count == 20)
        #expect(call.chargePointSerialNumber?.count == 25)
        #expect(call.firmwareVersion?.count == 50)
    }

    @Test func `a wallbox that says nothing of itself is introduced all the same`() throws {
        for boot in [nil, Boot(vendor: "", model: "", serialNumber: "", dialect: "modbus")] {
            let call = try #require(language.boot(boot, station: "CP1", reason: .unknown) as? BootNotification)
            #expect(call == BootNotification(chargePointVendor: "Ohmstead", chargePointModel: "Wallbox"))
        }
    }

    struct Booted: Sendable {
        var json: String
        var answer: BootAnswer
    }

    static let boots = [
        Booted(
            json: #"{"status":"Accepted","currentTime":"2026-05-28T20:26:40.0Z","interval":300}"#,
            answer: BootAnswer(status: .accepted, interval: 300, currentTime: Stage16.beginning)),
        Booted(
            json: #"{"status":"Pending","currentTime":"now","interval":-3}"#,
            answer: BootAnswer(status: .pending, interval: 0, currentTime: nil)),
        Booted(
            json: #"{"status":"Later","interval":99999999}"#,
            answer: BootAnswer(status: .rejected, interval: 86_400, currentTime: nil)),
        Booted(json: #"{"status":"Rejected"}"#, answer: BootAnswer(status: .rejected, interval: 0, currentTime: nil)),
    ]

    @Test(arguments: boots)
    func `what a CSMS answers to a boot is bounded`(_ booted: Booted) throws {
        #expect(try language.bootAnswer(payload(booted.json)) == booted.answer)
    }

    @Test func `a tag is asked about`() throws {
        try Stage16.inspect(language.authorize("04A1B2C3"))
        try Stage16.inspect(language.authorize(String(repeating: "X", count: 36)))
        #expect((language.authorize("04A1B2C3") as? Authorize)?.idTag == "04A1B2C3")
        let answer = try language.authorizeAnswer(payload(#"{"idTagInfo":{"status":"Expired"}}"#))
        #expect(answer == TagAnswer(status: .expired))
        let empty = try payload("{}")
        #expect(throws: PayloadError.self) { try language.authorizeAnswer(empty) }
    }

    @Test func `a heartbeat and a status are what they are`() throws {
        #expect(try Stage16.inspect(language.heartbeat) == "{}")
        let status = language.status(ConnectorStatus(evse: 1, state: .available), at: Stage16.beginning)
        #expect((status as? StatusNotification)?.timestamp == "2026-05-28T20:26:40Z")
        try Stage16.inspect(status)
    }
}
