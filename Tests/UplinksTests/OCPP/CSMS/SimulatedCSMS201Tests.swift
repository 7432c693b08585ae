import Charging
import OCPP
import OCPP201
import Simulator
import Testing

@Suite(.timeLimit(.minutes(1))) struct SimulatedCSMS201Tests {
    /// A TransactionEvent of the transaction `T`; `more` begins with a comma.
    private static func event(
        _ type: String, _ seqNo: Int, at time: String = "2026-05-01T10:00:00Z", register: Int? = nil, id: String = "T",
        _ more: String = ""
    ) -> String {
        let values = register.map {
            #","meterValue":[{"timestamp":"\#(time)","sampledValue":[{"value":\#($0)}]}]"#
        }
        return #"{"eventType":"\#(type)","timestamp":"\#(time)","triggerReason":"Authorized","seqNo":\#(seqNo),"#
            + #""transactionInfo":{"transactionId":"\#(id)"}\#(values ?? "")\#(more)}"#
    }

    private static let place = #","evse":{"id":1,"connectorId":1},"idToken":{"idToken":"TAG","type":"ISO14443"}"#

    @Test func `a session is in the books to the watt-hour`() async throws {
        try await CSMSSite.with(.init(.generic201)) { site in
            try await RawStation.with(site, "/ocpp/CP1", .ocpp201) { station in
                try await station.boot(.ocpp201)
                #expect(
                    try await station.say("TransactionEvent", Self.event("Started", 4, register: 1000, Self.place))
                        == #"[3,"1",{"idTokenInfo":{"status":"Accepted"}}]"#)
                try await station.say(
                    "TransactionEvent",
                    Self.event("Updated", 5, at: "2026-05-01T10:30:00Z", register: 3500, #","offline":true"#))
                try await station.say(
                    "TransactionEvent", Self.event("Ended", 6, at: "2026-05-01T11:00:00Z", register: 6001))
            }
            let books = site.csms.books["CP1"]
            let transaction = try #require(books.transactions.first)
            #expect(site.csms.violations.isEmpty)
            #expect(transaction.id == "T")
            #expect(transaction.connector == 1)
            #expect(transaction.tag == "TAG")
            #expect(transaction.energy == 5001)
            #expect(transaction.reason == "Local")
            #expect(transaction.seqNos == [4, 5, 6])
            #expect(transaction.offlineSeqNos == [5])
            #expect(transaction.valuesCount == 1)
            #expect(transaction.stoppedAt?.description == "2026-05-01T11:00:00Z")
            #expect(books.latestMeterWattHours == 6001)
        }
    }

    @Test func `an event that is told again counts once`() async throws {
        try await CSMSSite.with(.init(.generic201)) { site in
            try await RawStation.with(site, "/ocpp/CP1", .ocpp201) { station in
                try await station.boot(.ocpp201)
                for _ in 1...2 { try await station.say("TransactionEvent", Self.event("Started", 0, Self.place)) }
                for _ in 1...3 { try await station.say("TransactionEvent", Self.event("Ended", 1)) }
            }
            let transaction = try #require(site.csms.books["CP1"].transactions.first)
            #expect(transaction.startsTold == 2)
            #expect(transaction.stopsTold == 3)
            #expect(transaction.seqNos == [0, 1])
            #expect(site.csms.books["CP1"].stops == ["T"])
            #expect(site.csms.violations.isEmpty)
        }
    }

    struct Breach: Sendable, CustomTestStringConvertible {
        var events: [String]
        var says: String
        var testDescription: String { says }
    }

    @Test(arguments: [
        Breach(events: [event("Updated", 0)], says: "Event 0 of transaction T is the first one heard, and no start."),
        Breach(
            events: [event("Started", 0, place), event("Updated", 2)],
            says: "Event 2 of transaction T came after event 0."),
        Breach(
            events: [event("Started", 0, place), event("Ended", 1), event("Updated", 2)],
            says: "Event 2 of transaction T came after the end."),
        Breach(
            events: [event("Started", 0, place), event("Updated", 0)],
            says: "Event 0 of transaction T was told before, and otherwise"),
        Breach(
            events: [event("Started", 0), event("Ended", 1)],
            says: "Event 1 of transaction T is the end, and no event said at which EVSE."),
        Breach(
            events: [event("Started", 0, register: 10, place), event("Ended", 1, register: 8)],
            says: "Transaction T began at 10 Wh and then showed 8 Wh."),
        Breach(
            events: [event("Started", 0, at: "2026-05-01T10:00:00.1234Z", place)],
            says: "Event 0 of transaction T is stamped 2026-05-01T10:00:00.1234Z."),
        Breach(
            events: [event("Started", 0, #","evse":{"id":0}"#)],
            says: "Event 0 of transaction T is at EVSE 0, connector 1."),
        Breach(
            events: [event("Started", 0, id: "0123456789012345678901234567890123456", place)],
            says: "Event 0 of transaction 0123456789012345678901234567890123456 has a transaction id of 37 characters."),
        Breach(
            events: [event("Started", 0, #","idToken":{"idToken":"T","type":"Invented"}"#)],
            says: "Event 0 of transaction T breaks the limits: type must be a type of token that OCPP 2.0.1 knows."),
        Breach(
            events: [
                event(
                    "Started", 0,
                    place + #","meterValue":[{"timestamp":"2026-05-01T10:00:00Z","sampledValue":[{"value":"1"}]}]"#)
            ], says: "Event 0 of transaction T has a value that is no number."),
        Breach(
            events: ["{}"], says: "TransactionEvent was refused: eventType is missing."),
    ])
    func `it notes what no cloud can work with`(breach: Breach) async throws {
        try await CSMSSite.with(.init(.generic201)) { site in
            try await RawStation.with(site, "/ocpp/CP1", .ocpp201) { station in
                try await station.boot(.ocpp201)
                for event in breach.events { try await station.say("TransactionEvent", event) }
            }
            #expect(site.csms.violations.map { $0.hasPrefix("CP1: \(breach.says)") } == [true])
        }
    }

    @Test(arguments: [
        (#""evseId":0,"connectorId":1,"connectorStatus":"Available""#, "There is no EVSE 0."),
        (#""evseId":1,"connectorId":0,"connectorStatus":"Available""#, "There is no connector 0."),
        (#""evseId":1,"connectorId":1,"connectorStatus":"Charging""#, "The status of EVSE 1 is Charging."),
    ])
    func `a status is of a connector that there is`(members: String, says: String) async throws {
        try await CSMSSite.with(.init(.generic201)) { site in
            try await RawStation.with(site, "/ocpp/CP1", .ocpp201) { station in
                try await station.boot(.ocpp201)
                try await station.say(
                    "StatusNotification", #"{"timestamp":"2026-05-01T10:00:00Z",\#(members)}"#)
            }
            #expect(site.csms.violations == ["CP1: \(says)"])
        }
    }

    @Test func `a simulated wallbox passes as a station and is started and stopped from afar`() async throws {
        try await CSMSSite.with(.init(.generic201)) { site in
            var configuration = SimulatedWallbox.Configuration(id: "CP1", url: site.url)
            configuration.messageTimeout = .hours(1)
            let wallbox = SimulatedWallbox201(
                configuration: configuration, clock: ManualClock(), wallClock: site.wallClock, logger: site.logger)
            try await site.with({ try await wallbox.run() }) {
                await site.csms.books { $0["CP1"].statuses == [1: "Available"] }
                let answer = try await site.csms.call(
                    RequestStartTransaction(
                        idToken: IdToken(idToken: "AFAR", type: .central), remoteStartId: 17, evseId: 1), to: "CP1")
                #expect(answer.status == "Accepted")
                await site.csms.books { $0["CP1"].transactions.count == 1 }
                site.wallClock.advance(by: .hours(2))
                let id = try #require(site.csms.books["CP1"].transactions.first?.id)
                _ = try await site.csms.call(RequestStopTransaction(transactionId: Text(id)), to: "CP1")
                await site.csms.books { $0["CP1"].stops.count == 1 && $0["CP1"].statuses == [1: "Available"] }
            }
            let truth = await wallbox.charged.map(\.energy)
            let transaction = try #require(site.csms.books["CP1"].transactions.first)
            #expect(site.csms.violations.isEmpty)
            #expect(transaction.energy == 22_000)
            #expect(transaction.remoteStart == 17)
            #expect(transaction.reason == "Remote")
            #expect(truth == [22_000])
        }
    }
}
