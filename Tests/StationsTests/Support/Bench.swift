import Charging
import Logging
import OCPP
import Simulator
import Stations
import Synchronization
import Testing

/// A driver on a bench: its connection, its record and its clocks are in the hands of the test.
struct Bench: Sendable {
    let clock = ManualClock()
    let wallClock = ManualWallClock(Timestamp(seconds: 1_795_228_871))
    let recorder = FakeRecorder()
    let link = FakeLink()
    let door = FakeDoor()
    let driver: any OCPPDriver
    private let dialect: Dialect

    /// `wasAccepted` concerns stations of OCPP 2, which otherwise have to boot first. `quirks` are switches as a profile
    /// has them, and count for every station.
    init(
        _ dialect: Dialect = .ocpp16, settings: OCPPSettings = OCPPSettings(asksForReport: false),
        recorder: (any Recorder)? = nil, signer: (any CertificateSigner)? = nil,
        names: (any TransactionNames)? = nil, wasAccepted: Bool = true,
        quirks: String? = nil, profiles: StationProfiles = StationProfiles()
    ) {
        self.dialect = dialect
        var environment = StationEnvironment.fake(
            recorder: recorder ?? self.recorder, clock: clock, wallClock: wallClock, signer: signer, names: names)
        environment.profiles = quirks.map { .saying($0) } ?? profiles
        driver =
            dialect == .ocpp16
            ? OCPP16Driver(station: "CP1", link: link, door: door, settings: settings, environment: environment)
            : OCPP201Driver(
                station: "CP1", dialect: dialect, link: link, door: door, settings: settings,
                environment: environment, wasAccepted: wasAccepted)
    }

    /// Runs the driver while the body plays the station, then hangs up.
    func run<Result: Sendable>(
        isKnown: Bool = false, _ body: @Sendable (Bench) async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [driver, link] in await driver.run(link.messages, isKnown: isKnown) }
            defer { link.station.finish() }
            return try await body(self)
        }
    }

    /// Says something to the driver and returns what it answers.
    func ask(_ text: String) async -> String {
        link.station.yield(text)
        return await link.next()
    }

    func attempt(_ command: Command) async -> Result<CommandResult, CommandError> {
        do throws(CommandError) {
            return .success(try await driver.perform(command))
        } catch {
            return .failure(error)
        }
    }

    static let boot201 =
        #"[2,"boot","BootNotification",{"reason":"PowerUp","chargingStation":{"model":"One","vendorName":"ACME"}}]"#

    /// Has the command carried out while the station answers its calls one after the other, and checks these.
    func expect(
        _ command: Command, makes exchanges: [Exchange], _ result: Result<CommandResult, CommandError>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        async let outcome = attempt(command)
        for exchange in exchanges {
            let call = await link.next()
            #expect(call.hasPrefix("[2,\""), sourceLocation: sourceLocation)
            #expect(
                String(call.split(separator: ",", maxSplits: 2)[2].dropLast()) == exchange.call,
                sourceLocation: sourceLocation)
            link.station.yield(call.answered(exchange.answer))
        }
        #expect(await outcome == result, sourceLocation: sourceLocation)
    }

    /// A call to the station without its id, and the payload of the answer.
    struct Exchange: Sendable {
        var call: String
        var answer: String

        init(_ call: String, _ answer: String = #"{"status":"Accepted"}"#) {
            self.call = call
            self.answer = answer
        }
    }

    /// The station boots, and is accepted.
    func boot() async {
        _ = await ask(
            dialect == .ocpp16
                ? #"[2,"boot","BootNotification",{"chargePointVendor":"ACME","chargePointModel":"One"}]"#
                : Self.boot201)
        // The answer is sent before the station counts as booted; a heartbeat's answer comes after both.
        _ = await ask(#"[2,"beat","Heartbeat",{}]"#)
    }
}

final class FakeDoor: StationDoor {
    private struct State {
        var isWelcome = true
        var isRejected = false
        var boots: [Boot] = []
    }

    private let state = Mutex(State())

    var boots: [Boot] { state.withLock { $0.boots } }
    func set(welcome: Bool) { state.withLock { $0.isWelcome = welcome } }
    func reject() { state.withLock { ($0.isWelcome, $0.isRejected) = (false, true) } }
    func isRejected(_ station: StationID) -> Bool { state.withLock { $0.isRejected } }
    func isWelcome(_ station: StationID) -> Bool { state.withLock { $0.isWelcome } }
    func introduce(_ station: StationID, _ boot: Boot) async { state.withLock { $0.boots.append(boot) } }
    func lastBoot(of station: StationID) async -> Boot? { state.withLock { $0.boots.last } }
    /// The station booted over an earlier connection.
    func remember(_ boot: Boot) { state.withLock { $0.boots.append(boot) } }
}

extension StationEnvironment {
    static func fake(
        recorder: any Recorder = FakeRecorder(), clock: any Clock<Duration> = ManualClock(),
        wallClock: any WallClock = ManualWallClock(), signer: (any CertificateSigner)? = nil,
        names: (any TransactionNames)? = nil
    ) -> StationEnvironment {
        StationEnvironment(
            recorder: recorder, authorizer: FakeAuthorizer(), clock: clock, wallClock: wallClock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, signer: signer, names: names)
    }
}

/// Signs everything that is no `BAD` request.
struct FakeSigner: CertificateSigner {
    func sign(_ request: String, for station: StationID, boot: Boot?) async -> SigningVerdict {
        request == "BAD"
            ? .refused("The request is no PKCS#10.") : .chain("\(request) of \(station), \(boot?.model ?? "-")")
    }
}

struct FakeNames: TransactionNames {
    /// By EVSE: the site's id and the station's name.
    var transactions: [Int: (id: TransactionID, name: String)] = [2: (TransactionID(1001)!, "tx-1")]

    func name(of transaction: TransactionID, at station: StationID) async -> String? {
        transactions.values.first { $0.id == transaction }?.name
    }

    func running(at station: StationID) async -> [Int: TransactionID] { transactions.mapValues(\.id) }

    func lastSample(
        of transaction: TransactionID, at station: StationID
    ) async -> (register: ExactDecimal, at: Timestamp)? { nil }
}
