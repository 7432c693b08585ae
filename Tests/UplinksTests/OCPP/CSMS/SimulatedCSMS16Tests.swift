import Charging
import OCPP
import OCPP16
import Simulator
import Testing

@Suite(.timeLimit(.minutes(1))) struct SimulatedCSMS16Tests {
    private static let start =
        #"{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2026-05-01T10:00:00Z"}"#
    private static let available = #"{"connectorId":1,"errorCode":"NoError","status":"Available"}"#

    @Test func `a session is in the books to the watt-hour`() async throws {
        try await CSMSSite.with { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                try await station.say("StatusNotification", Self.available)
                #expect(
                    try await station.say("StartTransaction", Self.start)
                        == #"[3,"1",{"idTagInfo":{"status":"Accepted"},"transactionId":700001}]"#)
                try await station.say(
                    "MeterValues",
                    #"{"connectorId":1,"transactionId":700001,"meterValue":[{"timestamp":"2026-05-01T10:30:00.250Z","#
                        + #""sampledValue":[{"value":"3.5","unit":"kWh"}]}]}"#)
                try await station.say(
                    "StopTransaction",
                    #"{"transactionId":700001,"meterStop":6001,"timestamp":"2026-05-01T11:00:00Z","reason":"Remote"}"#)
            }
            let books = site.csms.books["CP1"]
            let transaction = try #require(books.transactions.first)
            #expect(site.csms.violations.isEmpty)
            #expect(books.transactions.count == 1)
            #expect(transaction.id == "700001")
            #expect(transaction.connector == 1)
            #expect(transaction.tag == "TAG")
            #expect(transaction.energy == 5001)
            #expect(transaction.reason == "Remote")
            #expect(transaction.startedAt.description == "2026-05-01T10:00:00Z")
            #expect(transaction.stoppedAt?.description == "2026-05-01T11:00:00Z")
            #expect(transaction.lastRegister == 3500)
            #expect(transaction.valuesCount == 1)
            #expect(books.latestMeterWattHours == 6001)
            #expect(books.statuses == [1: "Available"])
            #expect(books.stops == ["700001"])
        }
    }

    @Test(arguments: [false, true])
    func `a start that is told again is the same one unless the cloud is forgetful`(isForgetful: Bool) async throws {
        var habits = CSMSHabits.generic16
        habits.isForgetful = isForgetful
        try await CSMSSite.with(.init(habits)) { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                let first = try await station.say("StartTransaction", Self.start)
                #expect(try await (station.say("StartTransaction", Self.start) == first) == !isForgetful)
            }
            #expect(site.csms.books["CP1"].transactions.map(\.startsTold) == (isForgetful ? [1, 1] : [2]))
        }
    }

    struct Breach: Sendable, CustomTestStringConvertible {
        var action: String
        var payload: String
        var says: String
        var testDescription: String { says }
    }

    @Test(arguments: [
        Breach(action: "Heartbeat", payload: "{}", says: "Heartbeat came before a boot was accepted."),
        Breach(
            action: "StartTransaction",
            payload: #"{"connectorId":0,"idTag":"T","meterStart":1,"timestamp":"2026-05-01T10:00:00Z"}"#,
            says: "A transaction cannot start at connector 0."),
        Breach(
            action: "StartTransaction",
            payload: #"{"connectorId":1,"idTag":"T","meterStart":"1","timestamp":"2026-05-01T10:00:00Z"}"#,
            says: "A start at connector 1 has a meterStart that is no integer."),
        Breach(
            action: "StartTransaction",
            payload: #"{"connectorId":1,"idTag":"T","meterStart":1.0,"timestamp":"2026-05-01T10:00:00Z"}"#,
            says: "A start at connector 1 has a meterStart that is no integer."),
        Breach(
            action: "StartTransaction",
            payload: #"{"connectorId":1,"idTag":"T","meterStart":1,"timestamp":"2026-05-01T10:00:00.123456Z"}"#,
            says: "A start at connector 1 is stamped 2026-05-01T10:00:00.123456Z."),
        Breach(
            action: "StartTransaction",
            payload: #"{"connectorId":1,"idTag":"T","meterStart":1,"timestamp":"2026-05-01T12:00:00+02:00"}"#,
            says: "A start at connector 1 is stamped 2026-05-01T12:00:00+02:00."),
        Breach(
            action: "StartTransaction", payload: #"{"connectorId":1,"idTag":"T","meterStart":1}"#,
            says: "A start at connector 1 has no timestamp."),
        Breach(
            action: "StartTransaction",
            payload:
                #"{"connectorId":1,"idTag":"T23456789012345678901","meterStart":1,"timestamp":"2026-05-01T10:00:00Z"}"#,
            says: "A start at connector 1 has a tag of 21 characters."),
        Breach(
            action: "StopTransaction",
            payload: #"{"transactionId":7,"meterStop":1,"timestamp":"2026-05-01T10:00:00Z"}"#,
            says: "The stop of transaction 7 stops what nobody knows."),
        Breach(
            action: "MeterValues",
            payload: #"{"connectorId":1,"transactionId":7,"meterValue":[]}"#,
            says: "A MeterValues of connector 1 belongs to transaction 7, which nobody knows."),
        Breach(
            action: "StatusNotification",
            payload: #"{"connectorId":1,"errorCode":"NoError","status":"Occupied"}"#,
            says: "The status of connector 1 is Occupied."),
        Breach(
            action: "StatusNotification", payload: #"{"connectorId":1,"status":"Available"}"#,
            says: "The status of connector 1 has the error code none."),
        Breach(
            action: "StatusNotification", payload: #"{"errorCode":"NoError","status":"Available"}"#,
            says: "StatusNotification was refused: connectorId is missing."),
        Breach(action: "TransactionEvent", payload: "{}", says: "TransactionEvent is no action of ocpp1.6."),
    ])
    func `it notes what no cloud can work with`(breach: Breach) async throws {
        try await CSMSSite.with { site in
            try await RawStation.with(site) { station in
                if breach.action != "Heartbeat" { try await station.boot() }
                try await station.say(breach.action, breach.payload)
            }
            #expect(site.csms.violations == ["CP1: \(breach.says)"])
        }
    }

    @Test(arguments: [
        (
            #""meterStop":999,"timestamp":"2026-05-01T11:00:00Z""#,
            "Transaction 700001 began at 1000 Wh and ended at 999 Wh."
        ),
        (#""meterStop":1000,"timestamp":"2026-05-01T09:00:00Z""#, "Transaction 700001 ended before it began."),
    ])
    func `a stop must fit its start`(members: String, says: String) async throws {
        try await CSMSSite.with { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                try await station.say("StartTransaction", Self.start)
                try await station.say("StopTransaction", #"{"transactionId":700001,\#(members)}"#)
            }
            #expect(site.csms.violations.first == "CP1: \(says)")
        }
    }

    @Test func `a simulated wallbox passes as a station`() async throws {
        try await CSMSSite.with { site in
            var configuration = SimulatedWallbox.Configuration(id: "CP 1", url: site.url, connectors: 2)
            configuration.messageTimeout = .hours(1)
            let wallbox = SimulatedWallbox(
                configuration: configuration, clock: ManualClock(), wallClock: site.wallClock, logger: site.logger)
            try await site.with({ try await wallbox.run() }) {
                await site.csms.books { $0["CP 1"].statuses.count == 3 }
                await wallbox.startCharging(connector: 2, tag: "TAG")
                await site.csms.books { $0["CP 1"].transactions.count == 1 }
                site.wallClock.advance(by: .hours(1))
                await wallbox.stopCharging(connector: 2)
                await site.csms.books { $0["CP 1"].statuses[2] == "Available" && $0["CP 1"].stops.count == 1 }
            }
            let books = site.csms.books["CP 1"]
            let truth = await wallbox.truth.transactions
            #expect(site.csms.violations.isEmpty)
            #expect(books.transactions.map(\.energy) == truth.map(\.energy))
            #expect(books.transactions.map(\.energy) == [11_000])
            #expect(books.transactions.map(\.connector) == [2])
            #expect(books.statuses == [0: "Available", 1: "Available", 2: "Available"])
        }
    }

    @Test func `it starts and stops a wallbox from afar`() async throws {
        try await CSMSSite.with { site in
            var configuration = SimulatedWallbox.Configuration(id: "CP1", url: site.url)
            configuration.messageTimeout = .hours(1)
            let wallbox = SimulatedWallbox(
                configuration: configuration, clock: ManualClock(), wallClock: site.wallClock, logger: site.logger)
            try await site.with({ try await wallbox.run() }) {
                await site.csms.books { $0["CP1"].statuses.count == 2 }
                let started = try await site.csms.call(
                    RemoteStartTransaction(idTag: "AFAR", connectorId: 1), to: "CP1")
                #expect(started.status == "Accepted")
                // It comes after the answer to the start, so that the wallbox knows its transaction by now.
                await site.csms.books { $0["CP1"].statuses[1] == "Charging" }
                let stopped = try await site.csms.call(RemoteStopTransaction(transactionId: 700_001), to: "CP1")
                #expect(stopped.status == "Accepted")
                await site.csms.books { $0["CP1"].stops == ["700001"] }
            }
            #expect(site.csms.books["CP1"].transactions.map(\.reason) == ["Remote"])
            #expect(site.csms.books["CP1"].transactions.map(\.tag) == ["AFAR"])
            #expect(site.csms.violations.isEmpty)
            await #expect(throws: CallFailure.disconnected) { try await site.csms.call(ClearCache(), to: "CP2") }
        }
    }
}
