import Charging
import OCPP
import Simulator
import Stations
import Testing

/// What stations tell beside their transactions: progress, security, signing requests and their configuration.
@Suite(.timeLimit(.minutes(1))) struct NoticeTests {
    @Test(arguments: [
        ("FirmwareStatusNotification", #"{ "status": "Downloading" }"#),
        ("DiagnosticsStatusNotification", #"{"status":"Uploaded"}"#),
        ("LogStatusNotification", #"{"status":"Uploading","requestId":4}"#),
        ("SignedFirmwareStatusNotification", #"{"status":"InvalidSignature","requestId":4,"vendor":[1.0]}"#),
    ])
    func `progress is kept to the letter`(_ action: String, _ payload: String) async throws {
        try await Bench().run { bench in
            #expect(await bench.ask(#"[2,"1","\#(action)",\#(payload)]"#) == #"[3,"1",{}]"#)
            #expect(
                bench.recorder.stationEvents
                    == [.notice(Notice(action: action, dialect: "ocpp1.6", payload: payload))])
        }
    }

    @Test(arguments: [
        (
            #"{"type":"TamperDetectionActivated","timestamp":"2026-11-21T02:21:17Z","techInfo":"lid"}"#,
            SecurityEvent(
                type: "TamperDetectionActivated", timestamp: Timestamp(seconds: 1_795_227_677), detail: "lid")
        ),
        (#"{"type":"StartupOfTheDevice","timestamp":"?"}"#, SecurityEvent(type: "StartupOfTheDevice")),
    ])
    func `what matters for security is recorded`(_ payload: String, _ event: SecurityEvent) async throws {
        try await Bench().run { bench in
            #expect(await bench.ask(#"[2,"1","SecurityEventNotification",\#(payload)]"#) == #"[3,"1",{}]"#)
            #expect(bench.recorder.stationEvents == [.security(event)])
        }
    }

    @Test func `Q56 before it is accepted nothing of it counts`() async throws {
        try await Bench().run { bench in
            bench.door.set(welcome: false)
            let answer = await bench.ask(
                #"[2,"1","SecurityEventNotification",{"type":"StartupOfTheDevice","timestamp":"2025-02-11T09:00:00Z"}]"#
            )
            #expect(answer == #"[4,"1","SecurityError","This station waits to be claimed.",{}]"#)
            #expect(bench.recorder.events == [])
        }
    }

    struct FakeSigner: CertificateSigner {
        var verdict: SigningVerdict
        func sign(_ request: String, for station: StationID, boot: Boot?) async -> SigningVerdict {
            request == "CSR" && station == "CP1" && boot?.vendor == "ACME" ? verdict : .refused("Another was asked.")
        }
    }

    static let request = #"[2,"1","SignCertificate",{"csr":"CSR"}]"#

    @Test func `a certificate follows the answer to its request`() async throws {
        try await Bench(signer: FakeSigner(verdict: .chain("PEM"))).run { bench in
            await bench.boot()
            #expect(await bench.ask(Self.request) == #"[3,"1",{"status":"Accepted"}]"#)
            await bench.answer([Step(#""CertificateSigned",{"certificateChain":"PEM"}"#)])
            #expect(await bench.ask(#"[2,"2","Heartbeat",{}]"#).hasPrefix(#"[3,"2""#))
        }
    }

    @Test(arguments: [FakeSigner(verdict: .refused("No.")), nil])
    func `a request that is refused is rejected, and nothing follows`(_ signer: FakeSigner?) async throws {
        try await Bench(signer: signer).run { bench in
            await bench.boot()
            #expect(await bench.ask(Self.request) == #"[3,"1",{"status":"Rejected"}]"#)
            #expect(await bench.ask(#"[2,"2","Heartbeat",{}]"#).hasPrefix(#"[3,"2""#))
        }
    }

    @Test func `a request longer than any is rejected without asking`() async throws {
        try await Bench(signer: FakeSigner(verdict: .chain("PEM"))).run { bench in
            await bench.boot()
            let long = Self.request.replacing("CSR", with: String(repeating: "A", count: 16_385))
            #expect(await bench.ask(long) == #"[3,"1",{"status":"Rejected"}]"#)
        }
    }

    @Test(arguments: [
        ("MEMBER", #"{"status":"Accepted","expiryDate":"2026-11-22T00:00:00Z","parentIdTag":"04AABBCC"}"#),
        // 1.6 has no room for a longer name, and the answer must come all the same.
        ("GUEST", #"{"status":"Accepted","expiryDate":"2026-11-22T00:00:00.250Z"}"#),
    ])
    func `every answer about a tag says until when it holds and for whom`(_ tag: String, _ info: String) async throws {
        try await Bench().run { bench in
            #expect(await bench.ask(#"[2,"1","Authorize",{"idTag":"\#(tag)"}]"#) == #"[3,"1",{"idTagInfo":\#(info)}]"#)
            #expect(
                await bench.ask(#"[2,"2","StartTransaction",{"connectorId":1,"idTag":"\#(tag)","meterStart":1}]"#)
                    == #"[3,"2",{"idTagInfo":\#(info),"transactionId":1001}]"#)
            #expect(
                await bench.ask(#"[2,"3","StopTransaction",{"transactionId":1001,"idTag":"\#(tag)","meterStop":1}]"#)
                    == #"[3,"3",{"idTagInfo":\#(info)}]"#)
        }
    }

    @Test(arguments: [#""NaN""#, #""""#, "null", "[]", #"{"Wh":1}"#])
    func `a transaction without a register is kept and answered`(_ register: String) async throws {
        try await Bench().run { bench in
            await bench.tell("StartTransaction", #"{"connectorId":1,"idTag":"T","meterStart":\#(register)}"#)
            await bench.tell("StopTransaction", #"{"transactionId":1001,"meterStop":\#(register)}"#)
            let epoch = Timestamp(seconds: 0)
            #expect(
                bench.recorder.stationEvents == [
                    .started(TransactionStart(evse: 1, tag: "T", register: nil, timestamp: epoch)),
                    .ended(TransactionEnd(transaction: 1001, register: nil, timestamp: epoch)),
                ])
        }
    }

    static let told =
        #"{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},{"key":"NumberOfConnectors","readonly":true,"value":"2"},{"key":"AuthorizationKey","readonly":false,"value":"SECRET"}]}"#
    static let variables = [
        DeviceVariable(name: VariableName(component: nil, variable: "HeartbeatInterval"), value: "300"),
        DeviceVariable(
            name: VariableName(component: nil, variable: "NumberOfConnectors"), value: "2", mutability: "ReadOnly"),
        DeviceVariable(
            name: VariableName(component: nil, variable: "AuthorizationKey"), value: nil, mutability: "WriteOnly"),
    ]

    @Test(arguments: [Command.getConfiguration(keys: []), .getReport(.full)])
    func `all keys of a station are recorded as its variables, without its password`(_ command: Command) async throws {
        try await Bench().run { bench in
            await bench.boot()
            let result = try await bench.attempt(
                command, answering: [Step(#""GetConfiguration",{}"#, Self.told)]
            ).get()
            #expect(result.configuration.map(\.value) == ["300", "2", nil])
            #expect(bench.recorder.stationEvents.last == .variables(DeviceReport(variables: Self.variables)))
            #expect(!"\(result) \(bench.recorder.events)".contains("SECRET"))
            if case .getReport = command {
                #expect(
                    result.remark
                        == "OCPP 1.6 has no reports; the station's 3 configuration keys were read instead.")
            }
        }
    }

    @Test func `single keys are not taken for all of them`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            let before = bench.recorder.events
            _ = await bench.attempt(
                .getConfiguration(keys: ["HeartbeatInterval"]),
                answering: [Step(#""GetConfiguration",{"key":["HeartbeatInterval"]}"#, Self.told)])
            #expect(bench.recorder.events == before)
        }
    }

    @Test func `a configuration that cannot be recorded is told all the same`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            bench.recorder.fail([.storage("full")])
            let result = try await bench.attempt(
                .getConfiguration(keys: []), answering: [Step(#""GetConfiguration",{}"#, Self.told)]
            ).get()
            #expect(result.configuration.count == 3)
        }
    }

    @Test func `a part of a list longer than the station takes is refused`() async throws {
        try await Bench().run { bench in
            await bench.boot()
            _ = await bench.attempt(
                .getConfiguration(keys: ["SendLocalListMaxLength"]),
                answering: [
                    Step(
                        #""GetConfiguration",{"key":["SendLocalListMaxLength"]}"#,
                        #"{"configurationKey":[{"key":"SendLocalListMaxLength","readonly":true,"value":"1"}]}"#)
                ])
            let update = LocalListUpdate(
                version: 2, kind: .full,
                changes: ["A", "B"].map { .init(TagRecord(tag: Tag($0)!)) })
            #expect(
                await bench.attempt(.sendLocalList(update))
                    == .failure(
                        .unsupported(
                            "The station takes 1 tags in one message and this has 2; send the list in parts of at most 1."
                        )))
        }
    }
}
