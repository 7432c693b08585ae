import Charging
import OCPP
import OCPP16
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct CSMSHabitTests {
    private static let start =
        #"{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2026-05-01T10:00:00Z"}"#
    private static let available = #"{"connectorId":1,"errorCode":"NoError","status":"Available"}"#

    @Test func `ChargeReport takes five messages and refuses the others`() async throws {
        try await CSMSSite.with(.init(.chargeReport)) { site in
            try await RawStation.with(site, "/cp/secret") { station in
                try await station.boot()
                for action in ["Authorize", "StatusNotification", "DataTransfer"] {
                    #expect(try await station.say(action, "{}") == #"[4,"1","NotImplemented","\#(action)",{}]"#)
                }
                #expect(try await station.say("StartTransaction", Self.start)?.hasPrefix(#"[3,"1""#) == true)
            }
            #expect(
                site.csms.books["secret"].refusals.keys.sorted() == ["Authorize", "DataTransfer", "StatusNotification"])
            #expect(site.csms.violations.isEmpty)
        }
    }

    @Test(arguments: [CSMSHabits.generic16, .chargeReport, .joulo, .citrine, .steve])
    func `a cloud is found by the name of its preset`(habits: CSMSHabits) {
        #expect(CSMSHabits.named(habits.name, version: "1.6") == habits.speaking([.ocpp16]))
        #expect(CSMSHabits.named(habits.name, version: "2.0") == nil)
        #expect(CSMSHabits.named("nobody", version: "1.6") == nil)
    }

    @Test func `a token in the path stands for its station and for no other`() async throws {
        let stations = ["CP1": SimulatedCSMS.Account(token: "secret")]
        try await CSMSSite.with(.init(.chargeReport, stations: stations)) { site in
            #expect(await RawStation.refusal(site, "/cp/secret") == nil)
            #expect(await RawStation.refusal(site, "/cp/guessed") == 404)
            #expect(await RawStation.refusal(site, "/cp/CP1") == 404)
            #expect(await RawStation.refusal(site, "/secret") == 404)
            #expect(site.csms.books["CP1"].connections == 1)
        }
    }

    @Test func `a password is asked for`() async throws {
        let stations = ["CP1": SimulatedCSMS.Account(password: Array("pass".utf8))]
        try await CSMSSite.with(.init(.joulo, stations: stations)) { site in
            // In Base64: CP1:pass, CP1:word and CP2:pass.
            #expect(await RawStation.refusal(site, password: "Q1AxOnBhc3M=") == nil)
            #expect(await RawStation.refusal(site, password: "Q1AxOndvcmQ=") == 401)
            #expect(await RawStation.refusal(site, password: "Q1AyOnBhc3M=") == 401)
            #expect(await RawStation.refusal(site) == 401)
            #expect(await RawStation.refusal(site, "/ocpp/CP2", password: "Q1AyOnBhc3M=") == 404)
        }
    }

    @Test func `only versions that are spoken are let in`() async throws {
        try await CSMSSite.with(.init(.generic201)) { site in
            #expect(await RawStation.refusal(site, "/CP1", .ocpp16) == 400)
            #expect(await RawStation.refusal(site, "/CP1", .ocpp21) == nil)
            #expect(site.csms.books["CP1"].subprotocol == "ocpp2.1")
        }
    }

    @Test func `CitrineOS throws a start away whose connector it has never heard of`() async throws {
        try await CSMSSite.with(.init(.citrine)) { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                #expect(
                    try await station.say("StartTransaction", Self.start)
                        == #"[3,"1",{"idTagInfo":{"status":"Accepted"},"transactionId":700001}]"#)
                try await station.say("StatusNotification", Self.available)
                try await station.say("StartTransaction", Self.start)
            }
            let books = site.csms.books["CP1"]
            #expect(books.discarded == ["700001"])
            #expect(books.transactions.map(\.id) == ["700002"])
            #expect(
                site.csms.violations == ["CP1: A start at connector 1 came before any status of that connector."])
        }
    }

    @Test func `CitrineOS refuses a tag with a transaction of the number 0`() async throws {
        var configuration = SimulatedCSMS.Configuration(.citrine)
        configuration.verdicts = ["TAG": "Blocked"]
        try await CSMSSite.with(configuration) { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                try await station.say("StatusNotification", Self.available)
                #expect(
                    try await station.say("StartTransaction", Self.start)
                        == #"[3,"1",{"idTagInfo":{"status":"Blocked"},"transactionId":0}]"#)
            }
            #expect(site.csms.books.transactions.isEmpty)
        }
    }

    @Test func `SteVe gives a transaction to a tag it does not know`() async throws {
        try await CSMSSite.with(.init(.steve)) { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                #expect(
                    try await station.say("StartTransaction", Self.start)
                        == #"[3,"1",{"idTagInfo":{"status":"Invalid"},"transactionId":700001}]"#)
                site.csms.judge("TAG", "Accepted")
                #expect(
                    try await station.say("Authorize", #"{"idTag":"TAG"}"#)
                        == #"[3,"1",{"idTagInfo":{"status":"Accepted"}}]"#)
            }
            #expect(site.csms.books["CP1"].transactions.map(\.verdict) == ["Invalid"])
        }
    }

    @Test(arguments: [CSMSHabits.steve, .citrine])
    func `SteVe answers what is about a transaction it does not know with an error, and CitrineOS throws it away`(
        habits: CSMSHabits
    ) async throws {
        try await CSMSSite.with(.init(habits)) { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                for (action, payload) in [
                    (
                        "StopTransaction",
                        #"{"transactionId":7,"meterStop":6000,"timestamp":"2026-05-01T11:00:00Z"}"#
                    ),
                    (
                        "MeterValues",
                        #"{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2026-05-01T10:30:00Z","#
                            + #""sampledValue":[{"value":"3500"}]}]}"#
                    ),
                ] {
                    let answer = try await station.say(action, payload)
                    let wanted = habits == .steve ? #"[4,"1","InternalError""# : #"[3,"1""#
                    #expect(answer?.hasPrefix(wanted) == true)
                }
            }
            #expect(site.csms.violations.count == 2)
        }
    }

    @Test func `CitrineOS takes a station that vanished and is back for an impostor`() async throws {
        try await CSMSSite.with(.init(.citrine)) { site in
            try await RawStation.with(site) { station in
                // Somebody who comes while it is there.
                #expect(await RawStation.refusal(site) == 401)
                station.connection.abort()
                _ = try await station.hear()
            }
            await site.csms.books { !$0["CP1"].isConnected }
            site.wallClock.advance(by: .seconds(119))
            #expect(await RawStation.refusal(site) == 401)
            site.wallClock.advance(by: .seconds(1))
            #expect(await RawStation.refusal(site) == nil)
            await site.csms.books { !$0["CP1"].isConnected }
            // It said goodbye, so it may come back at once.
            #expect(await RawStation.refusal(site) == nil)
        }
    }

    @Test func `CitrineOS takes no call while it waits for an answer itself`() async throws {
        try await CSMSSite.with(.init(.citrine)) { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                async let answer = site.csms.call(ClearCache(), to: "CP1")
                let asked = try #require(try await station.hear())
                #expect(try await station.say("Heartbeat")?.hasPrefix(#"[4,"1","RpcFrameworkError""#) == true)
                let id = try #require(asked.split(separator: "\"").dropFirst().first)
                try await station.connection.send(#"[3,"\#(id)",{"status":"Accepted"}]"#)
                #expect(try await answer.status == "Accepted")
                #expect(try await station.say("Heartbeat")?.hasPrefix(#"[3,"1""#) == true)
            }
            #expect(site.csms.books["CP1"].heartbeats == 1)
        }
    }
}
