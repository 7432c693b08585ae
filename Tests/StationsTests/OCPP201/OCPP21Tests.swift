import Charging
import OCPP
import OCPP201
import SchemaSupport
import Simulator
import Stations
import Testing
import WebSocket

/// What is no call on the wire, version by version.
@Suite(.timeLimit(.minutes(1))) struct OCPP21Tests {
    static let stream =
        #"[6,"s","NotifyPeriodicEventStream",{"id":1,"pending":0,"basetime":"2026-11-21T02:21:17Z","data":[{"t":1,"v":"230"}]}]"#
    private static let beat = OCPP201BootTests.beat

    @Test func `what 2.1 sends without wanting an answer is kept and not answered`() async throws {
        try await Bench(.ocpp21).run { bench in
            bench.link.station.yield(Self.stream)
            bench.link.station.yield(#"[6,"t","Dance",{}]"#)
            bench.recorder.fail([])
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            #expect(bench.link.sent.count == 1)
            #expect(
                bench.recorder.stationEvents == [
                    .notice(
                        Charging.Notice(
                            action: "NotifyPeriodicEventStream", dialect: "ocpp2.1",
                            payload: String(
                                Self.stream.dropFirst(#"[6,"s","NotifyPeriodicEventStream","#.count).dropLast())
                        ))
                ])
        }
    }

    /// A message about a transaction with one of the members that 2.1 has for prices, and without.
    @Test(arguments: [
        (#","costDetails":{"failureToCalculate":false,"totalCost":{"currency":"EUR","total":{"exclTax":1.20}}}"#, ""),
        ("", #","tariffId":"T-7""#), ("", #","transactionLimit":{"maxCost":5.0}"#),
        (#","evseSleep":false"#, #","operationMode":"ChargingOnly""#),
    ])
    func `what a station says of prices is kept to the letter beside the transaction`(
        _ rest: String, _ info: String
    ) async throws {
        let payload =
            #"{"eventType":"Ended","timestamp":"2026-11-21T02:20:33Z","triggerReason":"CostLimitReached","seqNo":4,"#
            + #""transactionInfo":{"transactionId":"tx-1","stoppedReason":"ReqEnergyTransferRejected"\#(info)}\#(rest)}"#
        let isKept = !info.contains("operationMode")
        for dialect in [Dialect.ocpp201, .ocpp21] {
            try await Bench(dialect).run { bench in
                #expect(await bench.ask(#"[2,"1","TransactionEvent",\#(payload)]"#) == #"[3,"1",{}]"#)
                let notice = Charging.Notice(action: "TransactionEvent", dialect: "ocpp2.1", payload: payload)
                let events = bench.recorder.stationEvents
                #expect(events.dropLast() == (isKept && dialect == .ocpp21 ? [.notice(notice)] : []))
                guard case .ended(let end)? = events.last else {
                    Issue.record("No end was recorded.")
                    return
                }
                #expect(end.reason == "ReqEnergyTransferRejected" && end.telling?.trigger == "CostLimitReached")
            }
        }
    }

    @Test(arguments: [Dialect.ocpp201, .ocpp21])
    func `a certificate comes with the number of its request where the version has one`(
        _ dialect: Dialect
    ) async throws {
        try await Bench(dialect, signer: FakeSigner()).run { bench in
            await bench.boot()
            let call = #"{"csr":"CSR","certificateType":"ChargingStationCertificate","requestId":7}"#
            #expect(await bench.ask(#"[2,"1","SignCertificate",\#(call)]"#).contains("Accepted"))
            let signed = await bench.link.next()
            #expect(signed.contains(#""CertificateSigned""#))
            #expect(signed.hasSuffix(#""requestId":7}]"#) == (dialect == .ocpp21))
            bench.link.station.yield(signed.answered(#"{"status":"Accepted"}"#))
        }
    }

    /// With every member that 2.1 has and 2.0.1 has not.
    @Test(
        .enabled(if: SharedData.isPresent, "the published schemas are not here"),
        arguments: OCPP201.callsFromStations.keys.sorted())
    func `whatever the schema of 2.1 allows a station to say is answered with a result`(_ action: String) async throws {
        let schema = try #require(try SharedData.schemas("v21")[action + "Request"])
        let examples = (0..<schema.variety).map { schema.example(.full, number: $0) } + [schema.example(.minimal)]
        try await Bench(.ocpp21, signer: FakeSigner()).run { bench in
            await bench.boot()
            for example in examples {
                let payload = try example.json
                bench.link.station.yield(#"[2,"x","\#(action)",\#(payload)]"#)
                var heard = await bench.link.next()
                // What it asked for may come before the next answer.
                while heard.hasPrefix("[2,") {
                    bench.link.station.yield(heard.answered(#"{"status":"Accepted"}"#))
                    heard = await bench.link.next()
                }
                #expect(heard.hasPrefix(#"[3,"x","#), "\(payload)")
            }
        }
    }

    @Test func `an answer the station cannot use settles nothing and closes nothing`() async throws {
        try await Bench(.ocpp21).run { bench in
            for _ in 0..<30 { bench.link.station.yield(#"[5,"h","FormatViolation","what?",{}]"#) }
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            #expect(bench.link.sent.count == 1)
            #expect(bench.link.closed == nil)
        }
    }

    struct Frame: Sendable, CustomTestStringConvertible {
        var dialect: Dialect
        var says: String
        /// `nil` for silence.
        var hears: String?
        var testDescription: String { "\(dialect.rawValue): \(says)" }
    }

    @Test(arguments: [
        Frame(
            dialect: .ocpp201, says: #"[7,"x",{}]"#,
            hears: #"[4,"x","MessageTypeNotSupported","7 is no message type.",{}]"#),
        Frame(
            dialect: .ocpp201, says: #"[6,"x","NotifyPeriodicEventStream",{}]"#,
            hears: #"[4,"x","MessageTypeNotSupported","6 is no message type.",{}]"#),
        Frame(dialect: .ocpp21, says: #"[7,"x",{}]"#, hears: nil),
        Frame(dialect: .ocpp201, says: #"[3,"nobody asked",{}]"#, hears: nil),
        Frame(dialect: .ocpp21, says: #"[4,"nobody asked","GenericError","",{}]"#, hears: nil),
        Frame(
            dialect: .ocpp201, says: #"[2,"q","Heartbeat",{]"#,
            hears: #"[4,"q","FormatViolation","A name in quotes is missing.",{}]"#),
        Frame(
            dialect: .ocpp201, says: "garbage", hears: #"[4,"-1","RpcFrameworkError","The message is no list.",{}]"#),
        Frame(dialect: .ocpp21, says: "garbage", hears: #"[4,"-1","RpcFrameworkError","The message is no list.",{}]"#),
    ])
    func `a frame that is no message has the answer its version wants`(_ frame: Frame) async throws {
        try await Bench(frame.dialect).run { bench in
            if let hears = frame.hears {
                #expect(await bench.ask(frame.says) == hears)
            } else {
                bench.link.station.yield(frame.says)
            }
            #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            #expect(bench.link.closed == nil)
        }
    }

    @Test func `a damaged answer fails its command, and 2.1 is told so`() async throws {
        for dialect in [Dialect.ocpp201, .ocpp21] {
            try await Bench(dialect).run { bench in
                await bench.boot()
                async let result = bench.attempt(.clearCache)
                let id = await bench.link.next().split(separator: ",")[1]
                bench.link.station.yield("[3,\(id),{\"status\":[]")
                #expect(await result == .failure(.unreadable("A comma or closing brace is missing.")))
                if dialect == .ocpp21 {
                    #expect(await bench.link.next().hasPrefix("[5,\(id),\"FormatViolation\","))
                }
                #expect(await bench.ask(Self.beat).hasPrefix(#"[3,"h""#))
            }
        }
    }

    @Test func `too many damaged frames in a row end the connection`() async throws {
        try await Bench(.ocpp201).run { bench in
            for _ in 0..<20 { #expect(await bench.ask("garbage").contains("RpcFrameworkError")) }
            #expect(bench.link.closed == nil)
            #expect(await bench.ask("garbage") == "(closed)")
            #expect(bench.link.closed == .policyViolation)
        }
    }
}
