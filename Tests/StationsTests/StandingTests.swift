import Charging
import FoundationEssentials
import Simulator
import Stations
import Testing
import Trust
import WebSocket

/// What a station has to prove changes while the gateway runs.
@Suite(.timeLimit(.minutes(1))) struct StandingTests {
    private let recorder = FakeRecorder()
    private let wallClock = ManualWallClock()
    private let health: Health

    init() { health = Health(wallClock: wallClock) }

    @Test func `the old password counts until the station comes with the new, and then no more`() async throws {
        let admissions = admissions([:], claimed: ["CP1"])
        try await admissions.book.settle(
            StationCredentials(securityProfile: 1, passwordHash: hash("old"), pendingHash: hash("new")), of: "CP1")
        #expect(await status(admissions, "CP1:old") == 101)
        #expect(await status(admissions, "CP1:wrong") == 401)
        #expect(admissions.book["CP1"]?.pendingHash != nil)
        #expect(await status(admissions, "CP1:new") == 101)
        #expect(admissions.book["CP1"]?.pendingHash == nil)
        #expect(recorder.credentials.last?.pendingHash == nil)
        #expect(await status(admissions, "CP1:old") == 401)
        #expect(await status(admissions, "CP1:new") == 101)
    }

    @Test func `a first password is asked for once the station has come with it`() async throws {
        let admissions = admissions(["CP1": .none])
        try await admissions.book.settle(StationCredentials(securityProfile: 0, pendingHash: hash("new")), of: "CP1")
        #expect(await status(admissions, nil) == 101)
        #expect(await status(admissions, "CP1:wrong") == 101)
        #expect(await status(admissions, "CP1:new") == 101)
        #expect(admissions.leastProfile(of: "CP1") == 1)
        #expect(await status(admissions, nil) == 401)
    }

    @Test func `what cannot be recorded does not change what counts`() async throws {
        let admissions = admissions([:], claimed: ["CP1"])
        try await admissions.book.settle(
            StationCredentials(securityProfile: 1, passwordHash: hash("old"), pendingHash: hash("new")), of: "CP1")
        recorder.fail([.storage("full")])
        #expect(await status(admissions, "CP1:new") == 101)
        #expect(await status(admissions, "CP1:old") == 101)
    }

    @Test func `a password that never comes is told of, until it does`() async throws {
        let admissions = admissions([:], claimed: ["CP1"])
        try await admissions.book.settle(
            StationCredentials(securityProfile: 1, passwordHash: hash("old"), pendingHash: hash("new")), of: "CP1")
        admissions.tidy()
        #expect(health.current.isEmpty)
        wallClock.advance(by: .minutes(16))
        admissions.tidy()
        #expect(health.current.map(\.code) == ["station.CP1.pending"])
        _ = await status(admissions, "CP1:new")
        admissions.tidy()
        #expect(health.current.isEmpty)
    }

    @Test func `a higher profile is asked for once the station has come back with it`() async throws {
        let admissions = admissions(["CP1": .password(Password("geheim"))])
        try await admissions.expect("CP1", profile: 2)
        #expect(await status(admissions, "CP1:geheim") == 101)
        #expect(admissions.leastProfile(of: "CP1") == 1)
        #expect(await status(admissions, "CP1:geheim", tls: true) == 101)
        #expect(admissions.leastProfile(of: "CP1") == 2)
        #expect(recorder.credentials.map(\.securityProfile) == [0, 2])
        #expect(recorder.credentials.map(\.pendingProfile) == [2, nil])
        #expect(recorder.credentials.map { $0.pendingSince != nil } == [true, false])
        #expect(await status(admissions, "CP1:geheim") == 403)
    }

    @Test func `a station that nothing was asked of is raised, too`() async throws {
        let admissions = admissions([:], claimed: ["CP1"])
        try await admissions.book.settle(StationCredentials(securityProfile: 0, passwordHash: hash("old")), of: "CP1")
        try await admissions.expect("CP1", profile: 2)
        #expect(await status(admissions, nil) == 101)
        #expect(admissions.leastProfile(of: "CP1") == 0)
        #expect(await status(admissions, "CP1:old", tls: true) == 101)
        #expect(admissions.leastProfile(of: "CP1") == 2)
    }

    @Test func `what is waited for after a restart is told of from when it was asked for`() async throws {
        let since = wallClock.now.at
        let earlier = StationCredentials(
            securityProfile: 1, passwordHash: hash("old"), pendingProfile: 2, pendingSince: since)
        wallClock.advance(by: .minutes(16))
        let admissions = admissions([:], claimed: ["CP1"])
        try await admissions.book.settle(earlier, of: "CP1")
        admissions.tidy()
        #expect(health.current.map(\.code) == ["station.CP1.pending"])
        #expect(health.current.first?.summary.contains("security profile 2, as it was told to at \(since)") == true)
        try await admissions.expect("CP1", profile: nil)
        admissions.tidy()
        #expect(health.current.isEmpty)
        #expect(recorder.credentials.last?.pendingSince == nil)
    }

    @Test func `what is not written down is not waited for`() async throws {
        let admissions = admissions(["CP1": .password(Password("geheim"))])
        recorder.fail([.storage("full")])
        await #expect(throws: RecordingError.self) { try await admissions.expect("CP1", profile: 2) }
        #expect(await status(admissions, "CP1:geheim", tls: true) == 101)
        #expect(admissions.leastProfile(of: "CP1") == 1)
    }

    @Test func `a station that is refused again and again is told of, until it gets in`() async {
        let admissions = admissions(["CP1": .password(Password("geheim"))])
        for _ in 0..<2 { _ = await status(admissions, "CP1:falsch") }
        #expect(health.current.isEmpty)
        _ = await status(admissions, "CP1:falsch")
        #expect(health.current.map(\.code) == ["station.CP1.refused"])
        #expect(health.current.first?.summary.contains("password") == true)
        _ = await status(admissions, "CP1:geheim")
        #expect(health.current.isEmpty)
        for _ in 0..<3 { _ = await status(admissions, "CP1:falsch") }
        wallClock.advance(by: .minutes(61))
        admissions.tidy()
        #expect(health.current.isEmpty)
    }

    @Test func `an identity that comes from two addresses in turn is told of, until it stops`() async {
        let admissions = admissions(["CP1": .none])
        for number in 0..<4 { _ = await status(admissions, nil, from: "192.0.2.\(number % 2)") }
        #expect(health.current.isEmpty)
        _ = await status(admissions, nil, from: "192.0.2.0")
        #expect(health.current.map(\.code) == ["station.CP1.flapping"])
        wallClock.advance(by: .minutes(11))
        admissions.tidy()
        #expect(health.current.isEmpty)
    }

    @Test func `strangers raise no conditions, however often they knock`() async {
        let admissions = admissions([:])
        for _ in 0..<10 { _ = await status(admissions, nil) }
        #expect(health.current.isEmpty)
        #expect(admissions.turnedAway.map(\.count) == [10])
    }

    @Test func `strangers leave no room wanting for the site's own stations`() async {
        let policy = StationPolicy(stations: ["CP1": .none], unknown: .wait)
        let admissions = Admissions(
            policy: policy, claimed: [], health: health, environment: .fake(recorder: recorder, wallClock: wallClock))
        for number in 0..<5000 { _ = await status(admissions, nil, name: "N\(number)") }
        for number in 0..<6 { _ = await status(admissions, nil, from: "192.0.2.\(number % 2)") }
        #expect(health.current.map(\.code) == ["station.CP1.flapping"])
    }

    @Test(arguments: [true, false])
    func `V14 who waits for a station that hangs up without a CA file is told so`(_ isOne: Bool) async throws {
        let boot = Boot(vendor: isOne ? "Autel" : "Other", model: "MaxiChargerAC", dialect: "ocpp1.6")
        let autel = try? StationProfileFile(
            text: """
                name = "Autel"
                [match]
                vendors = ["Autel*"]
                [[quirk]]
                source = "seen"
                needs_ca_file = true
                """, file: "autel.toml")
        let policy = StationPolicy(
            stations: ["CP1": .password(Password("geheim"))], profiles: StationProfiles([autel].compactMap(\.self)))
        let admissions = Admissions(
            policy: policy, claimed: [], boots: ["CP1": boot], health: health,
            environment: .fake(recorder: recorder, wallClock: wallClock))
        #expect((admissions.adviceOnTLS(for: "CP1") != nil) == isOne)
        try await admissions.expect("CP1", profile: 2)
        admissions.tidy()
        wallClock.advance(by: .minutes(16))
        admissions.tidy()
        #expect(health.current.map(\.code) == ["station.CP1.pending"])
        #expect(health.current.first?.remedy.contains("CA file") == isOne)
    }

    @Test func `a blocked station is refused, whatever it brings`() async {
        let admissions = admissions(["CP1": StationRule(isBlocked: true)])
        #expect(await status(admissions, "CP1:geheim") == 403)
    }

    @Test func `where everybody is welcome, there is an end to new names`() async {
        var policy = StationPolicy(stations: ["CP1": .none], unknown: .accept)
        policy.mostAccepted = 3
        let admissions = Admissions(
            policy: policy, claimed: [], boots: ["OLD": Boot(vendor: "V", model: "M", dialect: "ocpp1.6")],
            environment: .fake(recorder: recorder))
        for name in ["N1", "N2", "N1", "OLD", "CP1"] { #expect(await status(admissions, nil, name: name) == 101) }
        #expect(await status(admissions, nil, name: "N3") == 503)
        #expect(await status(admissions, nil, name: "N2") == 101)
    }

    @Test func `a claim with a password settles it first, and asks for it from the next connection on`() async throws {
        let admissions = Admissions(
            policy: StationPolicy(), claimed: [], environment: .fake(recorder: recorder))
        #expect(await status(admissions, nil) == 101)
        let credentials = StationCredentials(securityProfile: 1, passwordHash: hash("new"))
        #expect(try await admissions.claim("CP1", origin: "cli", credentials: credentials))
        #expect(
            recorder.events == [.settlement(.credentials("CP1", credentials)), .claim("CP1", Claim(origin: "cli"))])
        #expect(await status(admissions, nil) == 401)
        #expect(await status(admissions, "CP1:new") == 101)
    }

    /// A site of these stations; strangers are refused.
    private func admissions(
        _ stations: [StationID: StationRule], claimed: Set<StationID> = []
    ) -> Admissions {
        Admissions(
            policy: StationPolicy(stations: stations, unknown: .refuse), claimed: claimed, health: health,
            environment: .fake(recorder: recorder, wallClock: wallClock))
    }

    private func hash(_ password: String) -> String {
        let hash = try? StationSecret(password)?.hash(cost: .init(logRounds: 1))
        return hash?.text ?? ""
    }

    /// 101 is the upgrade.
    private func status(
        _ admissions: Admissions, _ password: String?, name: String = "CP1", tls: Bool = false,
        from address: String = "192.0.2.1"
    ) async -> Int {
        let header = password.map { "Basic " + Data($0.utf8).base64EncodedString() }
        let handshake = Handshake(
            path: "/ocpp/\(name)", subprotocols: ["ocpp1.6"], authorization: header, remoteAddress: address,
            tls: tls ? TLSPeer(version: "TLS 1.3") : nil)
        switch await admissions.judge(handshake) {
        case .accept: return 101
        case .refuse(let status, _, _): return status
        }
    }
}

extension FakeRecorder {
    fileprivate var credentials: [StationCredentials] {
        events.compactMap { if case .settlement(.credentials(_, let credentials)) = $0 { credentials } else { nil } }
    }
}
