import Charging
import Simulator
import Stations
import Testing
import WebSocket

@Suite struct AdmissionsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var subprotocols = ["ocpp1.6"]
        var header: String?
        var unknown = UnknownStations.refuse
        var missing = MissingSubprotocol.ocpp16
        var verdict: String
        var testDescription: String { "\(path) \(subprotocols) \(unknown) \(verdict)" }
    }

    @Test(arguments: [
        Case(path: "/ocpp/OPEN", verdict: "accept ocpp1.6"),
        Case(path: "/ocpp/OPEN", header: "Basic R1JTLTE3MDAwMDAwMDA6", verdict: "accept ocpp1.6"),
        Case(path: "/ocpp/OPEN", subprotocols: ["ocpp1.5", "ocpp1.6", "ocpp2.0.1"], verdict: "accept ocpp1.6"),
        Case(path: "/ocpp/OPEN", subprotocols: ["OCPP1.6"], verdict: "accept OCPP1.6"),
        Case(path: "/ocpp/OPEN", subprotocols: ["ocpp2.0"], verdict: "refuse 400"),
        Case(path: "/ocpp/OPEN", subprotocols: [], verdict: "accept -"),
        Case(path: "/ocpp/OPEN", subprotocols: [], missing: .refuse, verdict: "refuse 400"),
        // The user name is LOCKED, the password geheim.
        Case(path: "/ocpp/LOCKED", header: "Basic TE9DS0VEOmdlaGVpbQ==", verdict: "accept ocpp1.6"),
        Case(path: "/ocpp/LOCKED", header: "Basic TE9DS0VEOmZhbHNjaA==", verdict: "refuse 401"),
        Case(path: "/ocpp/LOCKED", unknown: .accept, verdict: "refuse 401"),
        Case(path: "/ocpp/LOCKED", subprotocols: ["ocpp2.0.1"], verdict: "refuse 401"),
        Case(path: "/ocpp/A%3AB", header: "Basic QTpCOmdlaGVpbQ==", verdict: "refuse 404"),
        Case(path: "/ocpp/NEW", verdict: "refuse 404"),
        Case(path: "/ocpp/NEW", unknown: .wait, verdict: "accept ocpp1.6"),
        Case(path: "/ocpp/NEW", unknown: .accept, verdict: "accept ocpp1.6"),
        Case(path: "/", unknown: .accept, verdict: "refuse 404"),
        Case(path: "/ocpp/CLAIMED", verdict: "accept ocpp1.6"),
    ])
    func `a handshake is judged`(_ example: Case) async {
        let admissions = Self.admissions(unknown: example.unknown, missing: example.missing)
        let handshake = Handshake(
            path: example.path, subprotocols: example.subprotocols, authorization: example.header)
        #expect(await Self.words(admissions.judge(handshake)) == example.verdict)
    }

    @Test func `a wrong password is challenged`() async {
        let verdict = await Self.admissions().judge(Handshake(path: "/ocpp/LOCKED", subprotocols: ["ocpp1.6"]))
        guard case .refuse(_, _, let headers) = verdict else {
            Issue.record("not refused")
            return
        }
        #expect(headers.first?.0 == "WWW-Authenticate")
        #expect(headers.first?.1.hasPrefix("Basic ") == true)
    }

    @Test func `a station that waits is shown with what it said of itself`() async {
        let admissions = Self.admissions(unknown: .wait)
        #expect(admissions.waiting.isEmpty)
        _ = await admissions.judge(Handshake(path: "/ocpp/NEW", remoteAddress: "192.0.2.7"))
        admissions.arrive("NEW")
        admissions.introduce("NEW", Boot(vendor: "V", model: "M", serialNumber: "S", dialect: "ocpp1.6"))
        let waiting = admissions.waiting
        #expect(waiting.map(\.station) == ["NEW"])
        #expect(waiting.first?.address == "192.0.2.7")
        #expect(waiting.first?.isConnected == true)
        #expect(waiting.first?.boot?.serialNumber == "S")
        #expect(!admissions.isWelcome("NEW"))
    }

    @Test func `a claim is recorded and counts at once`() async throws {
        let recorder = FakeRecorder()
        let admissions = Self.admissions(unknown: .wait, recorder: recorder)
        #expect(try await !admissions.claim("NEW", origin: "cli"))
        _ = await admissions.judge(Handshake(path: "/ocpp/NEW"))
        #expect(try await admissions.claim("NEW", origin: "cli"))
        #expect(recorder.events == [.claim("NEW", Claim(origin: "cli"))])
        #expect(admissions.isWelcome("NEW"))
        #expect(admissions.waiting.isEmpty)
        #expect(try await !admissions.claim("NEW", origin: "cli"))
    }

    @Test func `a claim that cannot be recorded does not count`() async {
        let recorder = FakeRecorder()
        recorder.fail([.storage("full")])
        let admissions = Self.admissions(unknown: .wait, recorder: recorder)
        _ = await admissions.judge(Handshake(path: "/ocpp/NEW"))
        await #expect(throws: RecordingError.storage("full")) { try await admissions.claim("NEW", origin: "cli") }
        #expect(!admissions.isWelcome("NEW"))
    }

    @Test func `so many may wait and no more, but the absent make room`() async {
        let admissions = Self.admissions(unknown: .wait)
        for number in 0..<Admissions.waitingLimit {
            #expect(await Self.words(admissions.judge(Handshake(path: "/ocpp/N\(number)"))) == "accept -")
            admissions.arrive(StationID("N\(number)"))
        }
        #expect(await Self.words(admissions.judge(Handshake(path: "/ocpp/LATE"))) == "refuse 503")
        #expect(await Self.words(admissions.judge(Handshake(path: "/ocpp/N1"))) == "accept -")
        admissions.leave("N7")
        #expect(await Self.words(admissions.judge(Handshake(path: "/ocpp/LATE"))) == "accept -")
        #expect(admissions.waiting.count == Admissions.waitingLimit)
        #expect(!admissions.waiting.contains { $0.station == "N7" })
    }

    @Test func `who was turned away is told once, with the reason, until it gets in`() async {
        let admissions = Self.admissions()
        for _ in 0..<3 { _ = await admissions.judge(Handshake(path: "/ocpp/LOCKED", remoteAddress: "192.0.2.9")) }
        _ = await admissions.judge(Handshake(path: "/"))
        #expect(admissions.turnedAway.map(\.path) == ["/ocpp/LOCKED", "/"])
        #expect(admissions.turnedAway.map(\.count) == [3, 1])
        #expect(admissions.turnedAway.first?.reason == "The password is missing or wrong.")
        _ = await admissions.judge(Handshake(path: "/ocpp/LOCKED", authorization: "Basic TE9DS0VEOmdlaGVpbQ=="))
        #expect(admissions.turnedAway.map(\.path) == ["/"])
        for number in 0..<100 { _ = await admissions.judge(Handshake(path: "/N\(number)")) }
        #expect(admissions.turnedAway.count == 64)
    }

    @Test func `what is known of a stranger is forgotten with it`() async {
        let admissions = Self.admissions(unknown: .wait)
        for number in 0...Admissions.waitingLimit {
            _ = await admissions.judge(Handshake(path: "/ocpp/N\(number)"))
        }
        let known = (0...Admissions.waitingLimit).filter { admissions.profile(of: StationID("N\($0)")) != nil }
        #expect(known.count == Admissions.waitingLimit)
    }

    /// Frame Q59 of the collection.
    @Test func `Q59 a station that names neither itself nor its OCPP is known by its address`() async throws {
        let policy = StationPolicy(stations: ["CP1": StationRule(address: "192.0.2.5"), "CP2": .none])
        let admissions = Admissions(policy: policy, claimed: [], environment: .fake())
        func verdict(_ path: String, from address: String) async -> String {
            Self.words(await admissions.judge(Handshake(path: path, remoteAddress: address)))
        }
        #expect(await verdict("/", from: "192.0.2.5") == "accept -")
        #expect(admissions.profile(of: "CP1") == 0)
        // Who says its name is who it says it is.
        #expect(await verdict("/ocpp/CP2", from: "192.0.2.5") == "accept -")
        #expect(await verdict("/", from: "192.0.2.6") == "refuse 404")
        #expect(await verdict("/ocpp/a%00", from: "192.0.2.5") == "refuse 404")
        #expect(admissions.turnedAway.first?.reason.contains("[[station]]") == true)
    }

    private static func admissions(
        unknown: UnknownStations = .refuse, missing: MissingSubprotocol = .ocpp16,
        recorder: FakeRecorder = FakeRecorder()
    ) -> Admissions {
        let password = StationRule.password(Password("geheim"))
        let policy = StationPolicy(
            stations: ["OPEN": .none, "LOCKED": password, "A:B": password], unknown: unknown,
            missingSubprotocol: missing)
        return Admissions(policy: policy, claimed: ["CLAIMED"], environment: .fake(recorder: recorder))
    }

    private static func words(_ verdict: Verdict) -> String {
        switch verdict {
        case .accept(let subprotocol): "accept \(subprotocol ?? "-")"
        case .refuse(let status, _, _): "refuse \(status)"
        }
    }
}
