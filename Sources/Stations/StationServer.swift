import Charging
import Logging
import OCPP
import ServiceLifecycle
import WebSocket

/// Serves the stations that speak OCPP: the door, the registry, and a driver for each connection.
package struct StationServer: Service {
    package let admissions: Admissions
    /// Who is connected; commands go through it.
    package let registry: Registry
    private let configuration: StationServerConfiguration
    private let environment: StationEnvironment
    private let networkClock: any Clock<Duration>
    private let didBindFurther: @Sendable (Int, Int) -> Void
    private let didBind: @Sendable (Int) -> Void

    /// `didBind` is told the port once stations can connect, `didBindFurther` those of the further listeners with their
    /// places. The network's own waits are real ones, however fast the site's clock runs. `admissions` is the door, where
    /// somebody else needs it, too.
    package init(
        configuration: StationServerConfiguration, environment: StationEnvironment, admissions: Admissions? = nil,
        networkClock: any Clock<Duration> = ContinuousClock(),
        didBind: @escaping @Sendable (Int) -> Void = { _ in },
        didBindFurther: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) {
        self.configuration = configuration
        self.environment = environment
        self.networkClock = networkClock
        self.didBindFurther = didBindFurther
        self.didBind = didBind
        self.admissions =
            admissions
            ?? Admissions(policy: configuration.policy, claimed: configuration.claimed, environment: environment)
        registry = Registry(wallClock: environment.wallClock, logger: environment.logger)
    }

    package func run() async throws {
        let further = configuration.furtherListeners.enumerated().map { index, configuration in
            listener(configuration) { didBindFurther(index, $0) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for listener in [listener(configuration.listener, didBind)] + further {
                group.addTask { try await listener.run() }
            }
            // Where one cannot listen, none of them does.
            while try await group.next() != nil {}
        }
    }

    private func listener(
        _ configuration: ListenerConfiguration, _ didBind: @escaping @Sendable (Int) -> Void
    ) -> Listener {
        Listener(
            configuration: configuration, clock: networkClock, logger: environment.logger,
            admit: { [admissions] in await admissions.judge($0) },
            serve: { [self] connection, handshake, _ in await serve(connection, handshake) },
            didBind: didBind)
    }

    private func serve(_ connection: Connection, _ handshake: Handshake) async {
        guard let station = try? admissions.station(in: handshake.path) else { return }
        let dialect = Dialect(rawValue: connection.subprotocol?.lowercased() ?? "") ?? .ocpp16
        let driver = driver(for: station, dialect, connection)
        let visit = await registry.arrive(
            station, dialect: dialect.rawValue, address: handshake.remoteAddress, driver: driver)
        admissions.arrive(station)
        log("Station connected.", station, handshake)
        await driver.run(connection.messages, isKnown: visit.isKnown)
        if await registry.leave(visit) { admissions.leave(station) }
        log("Station disconnected.", station, handshake)
    }

    /// A station that names no version is taken to speak the oldest one.
    private func driver(
        for station: StationID, _ dialect: Dialect, _ connection: Connection
    ) -> any OCPPDriver {
        let door = Pass(admissions: admissions, registry: registry)
        switch dialect {
        case .ocpp16:
            return OCPP16Driver(
                station: station, link: connection, door: door, settings: configuration.settings,
                environment: environment)
        case .ocpp201, .ocpp21:
            return OCPP201Driver(
                station: station, dialect: dialect, link: connection, door: door, settings: configuration.settings,
                environment: environment,
                wasAccepted: admissions.isWelcome(station) && admissions.boot(of: station) != nil)
        }
    }

    private func log(_ message: Logger.Message, _ station: StationID, _ handshake: Handshake) {
        environment.logger.info(message, metadata: ["station": "\(station)", "address": "\(handshake.remoteAddress)"])
    }
}

/// Tells both the door and the registry what a station said of itself.
private struct Pass: StationDoor {
    let admissions: Admissions
    let registry: Registry

    func isWelcome(_ station: StationID) -> Bool { admissions.isWelcome(station) }
    func isRejected(_ station: StationID) -> Bool { admissions.isRejected(station) }

    func introduce(_ station: StationID, _ boot: Boot) async {
        admissions.introduce(station, boot)
        if admissions.isWelcome(station) { await registry.introduce(station, boot) }
    }

    func lastBoot(of station: StationID) async -> Boot? {
        await registry.presence(of: station)?.boot ?? admissions.boot(of: station)
    }
}
