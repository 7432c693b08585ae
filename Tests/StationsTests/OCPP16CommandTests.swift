import Charging
import Simulator
import Stations
import Testing

@Suite(.timeLimit(.minutes(1))) struct OCPP16CommandTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var command: Command
        var call: String
        var answer = #"{"status":"Accepted"}"#
        var result = CommandResult(status: "Accepted")
        var testDescription: String { call }
    }

    @Test(arguments: [
        Case(
            command: .requestStart(tag: "T", evse: 2),
            call: #""RemoteStartTransaction",{"connectorId":2,"idTag":"T"}]"#),
        Case(
            command: .requestStop(TransactionID(1001)!), call: #""RemoteStopTransaction",{"transactionId":1001}]"#,
            answer: #"{"status":"Rejected"}"#, result: CommandResult(status: "Rejected")),
        Case(command: .reset(.soft), call: #""Reset",{"type":"Soft"}]"#),
        Case(command: .reset(.hard), call: #""Reset",{"type":"Hard"}]"#),
        Case(
            command: .unlock(evse: 1), call: #""UnlockConnector",{"connectorId":1}]"#,
            answer: #"{"status":"UnlockFailed"}"#, result: CommandResult(status: "UnlockFailed")),
        Case(
            command: .changeAvailability(evse: 0, operative: false),
            call: #""ChangeAvailability",{"connectorId":0,"type":"Inoperative"}]"#),
        Case(
            command: .getConfiguration(keys: []), call: #""GetConfiguration",{}]"#,
            answer: #"{"configurationKey":[{"key":"A","readonly":"true","value":5},{"key":"B","readonly":false}]}"#,
            result: CommandResult(
                status: "Accepted",
                configuration: [
                    ConfigurationValue(key: "A", value: "5", readonly: true),
                    ConfigurationValue(key: "B", value: nil, readonly: false),
                ])),
        Case(
            command: .getConfiguration(keys: ["X"]), call: #""GetConfiguration",{"key":["X"]}]"#,
            answer: #"{"unknownKey":["X"]}"#, result: CommandResult(status: "Accepted", unknownKeys: ["X"])),
        Case(
            command: .changeConfiguration(key: "K", value: "1"),
            call: #""ChangeConfiguration",{"key":"K","value":"1"}]"#),
        Case(command: .clearCache, call: #""ClearCache",{}]"#),
        Case(
            command: .trigger(message: "Heartbeat", evse: nil),
            call: #""TriggerMessage",{"requestedMessage":"Heartbeat"}]"#),
        Case(
            command: .transfer(Charging.DataTransfer(vendor: "V", message: "m", data: "d")),
            call: #""DataTransfer",{"data":"d","messageId":"m","vendorId":"V"}]"#,
            answer: #"{"status":"Accepted","data":"e"}"#, result: CommandResult(status: "Accepted", data: "e")),
    ])
    func `a command is sent and its answer is the result`(_ example: Case) async throws {
        try await Bench().run { bench in
            await bench.boot()
            async let result = bench.attempt(example.command)
            let call = await bench.link.next()
            #expect(call.hasPrefix("[2,\"") && call.hasSuffix(example.call))
            bench.link.station.yield(call.answered(example.answer))
            #expect(await result == .success(example.result))
        }
    }

    struct Failure: Sendable {
        var answer: String
        var error: CommandError
    }

    @Test(arguments: [
        Failure(answer: #"[4,ID,"NotSupported","no",{}]"#, error: .refused(code: "NotSupported", description: "no")),
        Failure(answer: #"[3,ID,{}]"#, error: .unreadable("status is missing.")),
        Failure(answer: #"[3,ID,{"status":[]"#, error: .unreadable("A comma or closing brace is missing.")),
    ])
    func `an answer that is no result is an error`(_ example: Failure) async throws {
        try await Bench().run { bench in
            await bench.boot()
            async let result = bench.attempt(.clearCache)
            let id = await bench.link.next().split(separator: ",")[1]
            bench.link.station.yield(example.answer.replacing("ID", with: id))
            #expect(await result == .failure(example.error))
        }
    }

    @Test func `one command is outstanding, and the station may call meanwhile`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            async let first = bench.attempt(.clearCache)
            let clearCache = await bench.link.next()
            async let second = bench.attempt(.reset(.soft))
            #expect(await bench.ask(#"[2,"1","Heartbeat",{}]"#).hasPrefix(#"[3,"1""#))
            bench.link.station.yield(clearCache.answered(#"{"status":"Accepted"}"#))
            #expect(await first == .success(CommandResult(status: "Accepted")))
            let reset = await bench.link.next()
            #expect(reset.contains("Reset"))
            bench.link.station.yield(reset.answered(#"{"status":"Rejected"}"#))
            #expect(await second == .success(CommandResult(status: "Rejected")))
        }
    }

    @Test func `a command times out, its late answer is ignored, and the next one goes out`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            async let first = bench.attempt(.clearCache)
            let clearCache = await bench.link.next()
            bench.clock.advance(by: .seconds(30))
            #expect(await first == .failure(.timedOut))
            async let second = bench.attempt(.reset(.hard))
            let reset = await bench.link.next()
            bench.link.station.yield(clearCache.answered(#"{"status":"Accepted"}"#))
            bench.link.station.yield(reset.answered(#"{"status":"Scheduled"}"#))
            #expect(await second == .success(CommandResult(status: "Scheduled")))
        }
    }

    @Test func `a lost connection fails every command`() async throws {
        let bench = Bench()
        try await bench.run { bench in
            await bench.boot()
            async let first = bench.attempt(.clearCache)
            _ = await bench.link.next()
            async let second = bench.attempt(.reset(.soft))
            bench.link.station.finish()
            #expect(await first == .failure(.disconnected))
            #expect(await second == .failure(.disconnected))
        }
        await #expect(throws: CommandError.disconnected) { try await bench.driver.perform(.clearCache) }
    }

    @Test func `a cancelled command gives way to the next`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            await #expect(throws: CommandError.disconnected) {
                try await withThrowingTaskGroup { group in
                    group.addTask { try await bench.driver.perform(.clearCache) }
                    _ = await bench.link.next()
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
            async let second = bench.attempt(.reset(.soft))
            let reset = await bench.link.next()
            bench.link.station.yield(reset.answered(#"{"status":"Accepted"}"#))
            #expect(await second == .success(CommandResult(status: "Accepted")))
        }
    }

    @Test func `a start without an EVSE names the only one there is`() async throws {
        try await Bench().run { bench in
            _ = await bench.ask(#"[2,"1","StatusNotification",{"connectorId":0,"status":"Available"}]"#)
            _ = await bench.ask(#"[2,"2","StatusNotification",{"connectorId":1,"status":"Available"}]"#)
            await bench.boot()
            async let result = bench.attempt(.requestStart(tag: "T", evse: nil))
            let call = await bench.link.next()
            #expect(call.hasSuffix(#"{"connectorId":1,"idTag":"T"}]"#))
            bench.link.station.yield(call.answered(#"{"status":"Rejected"}"#))
            #expect(await result == .success(CommandResult(status: "Rejected")))
        }
    }

    @Test func `a station that will not choose an EVSE is given one`() async throws {
        try await Bench().run { bench in
            for connector in 1...2 {
                _ = await bench.ask(
                    #"[2,"1","StatusNotification",{"connectorId":\#(connector),"status":"Available"}]"#)
            }
            await bench.boot()
            async let result = bench.attempt(.requestStart(tag: "T", evse: nil))
            let first = await bench.link.next()
            #expect(first.hasSuffix(#"{"idTag":"T"}]"#))
            bench.link.station.yield(first.answered(#"{"status":"Rejected"}"#))
            let second = await bench.link.next()
            #expect(second.hasSuffix(#"{"connectorId":1,"idTag":"T"}]"#))
            bench.link.station.yield(second.answered(#"{"status":"Accepted"}"#))
            #expect(
                await result
                    == .success(
                        CommandResult(
                            "Accepted",
                            remark: "The station would not choose a connector; connector 1 was named.")))
        }
    }
}
