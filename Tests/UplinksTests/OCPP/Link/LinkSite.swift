import Charging
import FoundationEssentials
import Logging
import OCPP
import ServiceLifecycle
import Simulator
import WebSocket

@testable import Uplinks

/// A link to a scripted CSMS. The link's time stands still until the test moves it.
struct LinkSite: Sendable {
    let csms: ScriptedCSMS
    let link: CSMSLink
    let clock: ManualClock
    let wallClock: ManualWallClock
    let logs: LogBook
    let standing: Watched<Standing>
    let folder: URL
    let stop: @Sendable () async -> Void

    struct Setup: Sendable {
        var preset = Preset(name: "any")
        var dialects: [Dialect] = [.ocpp16]
        var tls: TLSMaterial?
        /// The part of the URL behind the port.
        var path = "/ocpp"
        var hidesPath = false
        var token: String?
        var startedAt = Session.beginning
        var jitter = Jitter { 0 }
        var configure: @Sendable (inout LinkConfiguration, URL) throws -> Void = { _, _ in }
        var script: @Sendable (ScriptedCSMS) -> Void = { _ in }
        var door: ScriptedDoor.Answer = { _, _ in .result(Empty()) }
        /// Answers in the place of `door`.
        var wholeDoor: (@Sendable (LinkConfiguration, any LinkActions) -> any CloudDoor)?
    }

    static let boot = Boot(vendor: "Acme", model: "Box", serialNumber: "7", dialect: "ocpp1.6")

    static func with<R: Sendable>(
        _ setup: Setup = Setup(), _ body: @escaping @Sendable (LinkSite) async throws -> R
    ) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wallClock = ManualWallClock(setup.startedAt)
        let csms = ScriptedCSMS(wallClock: wallClock)
        setup.script(csms)
        let (ports, announcer) = AsyncStream.makeStream(of: Int.self)
        let listener = Listener(
            configuration: ListenerConfiguration(
                host: "127.0.0.1", port: 0, pingInterval: .zero, tls: setup.tls),
            clock: ContinuousClock(), logger: Logger(label: "csms") { _ in SwiftLogNoOpLogHandler() },
            admit: { csms.admit($0) }, serve: { connection, _, dialect in await csms.serve(connection, dialect) },
            didBind: { announcer.yield($0) })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            var bound = ports.makeAsyncIterator()
            let site = try Self.site(setup, csms, wallClock, folder, port: await bound.next() ?? 0)
            let services = ServiceGroup(
                services: [site.link], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            group.addTask { try await services.run() }
            return try await body(site.stopping { await services.triggerGracefulShutdown() })
        }
    }

    private static func site(
        _ setup: Setup, _ csms: ScriptedCSMS, _ wallClock: ManualWallClock, _ folder: URL, port: Int
    ) throws -> LinkSite {
        let (clock, logs) = (ManualClock(), LogBook())
        let standing = Watched(
            Standing(
                boot: boot,
                statuses: [
                    ConnectorStatus(evse: 0, state: .available), ConnectorStatus(evse: 1, state: .charging),
                    ConnectorStatus(evse: 2, state: .available),
                ], through: 42))
        let token = try setup.token.map { token in
            try Data((token + "\n").utf8).write(to: folder.appending(path: "token"))
            return SecretSource.file(path: folder.appending(path: "token").path)
        }
        let scheme = setup.tls == nil ? "ws" : "wss"
        var configuration = LinkConfiguration(
            lane: "cloud/CP1", station: "CP1",
            address: try CSMSAddress(
                "\(scheme)://127.0.0.1:\(port)\(setup.path)", hidesPath: setup.hidesPath, token: token),
            dialects: setup.dialects, preset: setup.preset)
        // Pings go by the clock that stands still, and pongs come in their own time.
        configuration.pingInterval = .zero
        try setup.configure(&configuration, folder)
        let link = CSMSLink(
            configuration: configuration,
            languages: [.ocpp16: PlainLanguage16(), .ocpp201: PlainLanguage201()],
            standing: { standing.value },
            door: { [configuration] link in
                setup.wholeDoor?(configuration, link) ?? ScriptedDoor(link, answer: setup.door)
            }, clock: clock,
            wallClock: wallClock, jitter: setup.jitter, logger: logs.logger)
        return LinkSite(
            csms: csms, link: link, clock: clock, wallClock: wallClock, logs: logs, standing: standing, folder: folder,
            stop: {})
    }

    private func stopping(_ stop: @escaping @Sendable () async -> Void) -> LinkSite {
        LinkSite(
            csms: csms, link: link, clock: clock, wallClock: wallClock, logs: logs, standing: standing, folder: folder,
            stop: stop)
    }

    /// The link's state, once it is as wished; the suite's time limit is the other way out.
    func state(where isReached: @escaping @Sendable (CSMSLink.State) -> Bool) async -> CSMSLink.State {
        await link.state.wait { isReached($0) }
        return link.state.value
    }

    /// Waits until the link has an obstacle of this kind.
    func obstacle(_ code: String) async -> Obstacle? {
        await state { $0.obstacle?.trouble.code == code }.obstacle
    }

    /// Time passes, for whoever waits and on the wall.
    func advance(by span: Duration) {
        wallClock.advance(by: span)
        clock.advance(by: span)
    }

    /// The same, once the link waits between two attempts.
    func nextAttempt(after span: Duration = LinkBackOff.shortest) async {
        let now = wallClock.now.at
        _ = await state { $0.conversation == nil && $0.obstacle?.until.map { $0 > now } == true }
        await clock.sleepers(1)
        advance(by: span)
    }

    /// What everybody who comes to know of the link can read.
    var everythingShown: String {
        let state = link.state.value
        return (logs.lines + ["\(String(describing: state.obstacle))", "\(state.remarks)"]).joined(separator: "\n")
    }
}
