import Charging
import OCPP
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct CSMSFaultTests {
    private static let start =
        #"{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2026-05-01T10:00:00Z"}"#

    @Test func `a dead one hangs up and lets nobody in until it lives again`() async throws {
        try await CSMSSite.with { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                site.csms.set(.dead)
                #expect(try await station.hear() == nil)
            }
            #expect(await RawStation.refusal(site) == 503)
            site.csms.set(nil)
            #expect(await RawStation.refusal(site) == nil)
        }
    }

    @Test func `an answer can be lost with what it answers in the books`() async throws {
        try await CSMSSite.with { site in
            site.csms.set(.losesAnswers(to: "StartTransaction"))
            try await RawStation.with(site) { station in
                try await station.boot()
                #expect(try await station.say("StartTransaction", Self.start) == nil)
            }
            try await RawStation.with(site) { station in
                let answer = try await station.say("StartTransaction", Self.start)
                #expect(answer == #"[3,"1",{"idTagInfo":{"status":"Accepted"},"transactionId":700001}]"#)
            }
            #expect(site.csms.books["CP1"].transactions.map(\.startsTold) == [2])
            #expect(site.csms.violations.isEmpty)
        }
    }

    @Test func `so many calls of an action fail`() async throws {
        try await CSMSSite.with { site in
            site.csms.set(.refuses("Heartbeat", with: .genericError, times: 2))
            try await RawStation.with(site) { station in
                try await station.boot()
                for _ in 1...2 {
                    #expect(try await station.say("Heartbeat") == #"[4,"1","GenericError","It is to fail.",{}]"#)
                }
                #expect(try await station.say("Heartbeat")?.hasPrefix("[3") == true)
            }
            #expect(site.csms.books["CP1"].heartbeats == 1)
            #expect(site.csms.books["CP1"].refusals == ["Heartbeat": 2])
        }
    }

    @Test(arguments: ["Pending", "Rejected"])
    func `a boot can be put off`(status: String) async throws {
        try await CSMSSite.with { site in
            site.csms.set(.postpones(status: status, interval: 7, times: 1))
            try await RawStation.with(site) { station in
                let boot = #"{"chargePointVendor":"V","chargePointModel":"M"}"#
                let answer = try await station.say("BootNotification", boot)
                #expect(answer?.contains(#""interval":7,"status":"\#(status)""#) == true)
                #expect(
                    try await station.say("Heartbeat")?.hasPrefix(#"[4,"1","SecurityError""#) == true)
                #expect(try await station.say("BootNotification", boot)?.contains("Accepted") == true)
                #expect(try await station.say("Heartbeat")?.hasPrefix("[3") == true)
            }
            #expect(site.csms.books["CP1"].boots == 2)
            #expect(site.csms.violations == ["CP1: Heartbeat came before a boot was accepted."])
        }
    }

    @Test func `a second call before the answer to the first is noted`() async throws {
        try await CSMSSite.with { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                site.csms.set(.slow(.seconds(5)))
                try await station.connection.send(#"[2,"a","Heartbeat",{}]"#)
                try await station.connection.send(#"[2,"b","Heartbeat",{}]"#)
                await site.clock.sleepers(2)
                site.clock.advance(by: .seconds(5))
                #expect(try await station.hear() != nil)
                #expect(try await station.hear() != nil)
            }
            #expect(
                site.csms.violations == ["CP1: Heartbeat was called while another call waited for its answer."])
        }
    }

    @Test func `a slow answer waits on the clock and is no violation`() async throws {
        try await CSMSSite.with { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                site.csms.set(.slow(.seconds(5)))
                for _ in 1...2 {
                    try await station.connection.send(#"[2,"a","Heartbeat",{}]"#)
                    await site.clock.sleepers(1)
                    site.clock.advance(by: .seconds(5))
                    #expect(try await station.hear() != nil)
                }
            }
            #expect(site.csms.violations.isEmpty)
        }
    }

    @Test func `a silent one takes everything and says nothing`() async throws {
        try await CSMSSite.with { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                site.csms.set(.silent)
                try await station.connection.send(#"[2,"a","Heartbeat",{}]"#)
                await site.csms.books { $0["CP1"].heartbeats == 1 }
                site.csms.set(nil)
                // The first answer that comes is to the second question.
                #expect(try await station.say("Heartbeat", id: "b")?.hasPrefix(#"[3,"b""#) == true)
            }
            #expect(site.csms.violations.isEmpty)
        }
    }

    @Test func `a half-dead one answers no ping`() async throws {
        try await CSMSSite.with { site in
            let clock = ManualClock()
            let dialer = Dialer(clock: clock, pingInterval: .seconds(20))
            await #expect(throws: ConnectionError.silent) {
                try await dialer.connect(url: site.url + "/CP1", subprotocols: ["ocpp1.6"]) { connection in
                    await site.csms.books { $0["CP1"].connections == 1 }
                    site.csms.set(.halfDead)
                    await site.csms.books { $0["CP1"].isFrozen }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            for _ in 1...4 {
                                await clock.sleepers(1)
                                clock.advance(by: .seconds(20))
                            }
                        }
                        for try await _ in connection.messages {}
                        try await group.waitForAll()
                    }
                }
            }
            #expect(site.csms.books["CP1"].isConnected)
            site.csms.set(nil)
            #expect(await RawStation.refusal(site) == nil)
            await site.csms.books { $0["CP1"].connections == 2 && !$0["CP1"].isFrozen && !$0["CP1"].isConnected }
        }
    }

    @Test func `an inspector sees every payload that is taken`() async throws {
        var configuration = SimulatedCSMS.Configuration()
        configuration.inspector = { dialect, action, json in
            action == "Heartbeat" ? ["\(dialect.rawValue) \(json) is odd."] : []
        }
        try await CSMSSite.with(configuration) { site in
            try await RawStation.with(site) { station in
                try await station.boot()
                try await station.say("Heartbeat", #"{"a":1}"#)
            }
            #expect(site.csms.violations == [#"CP1: Heartbeat: ocpp1.6 {"a":1} is odd."#])
        }
    }
}
