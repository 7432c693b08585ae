package import Charging
package import Journal
package import Logging
import Metering
package import ServiceLifecycle
import Stations
import Trust
import Uplinks

/// The whole daemon but for what people look at: the parts, put together by the configuration.
package struct Gateway: Sendable {
    package static let version = "0.1.0"

    package let journal: Journal
    package let health: Health
    package let control: LiveSite
    package let bindings: Bindings
    /// Decides who may charge, whenever a station asks.
    package let authorizer: SiteAuthorizer
    /// What people decide about passwords and certificates.
    package let security: SecurityDesk
    /// In the order they are started; they are stopped in the reverse, so that devices fall silent first and the
    /// journal closes last.
    package let services: [any Service]

    /// Opens the journal and prepares everything; nothing runs and nothing is bound yet.
    package init(_ configuration: Configuration, time: SiteTime, logger: Logger) async throws {
        let (clock, wallClock) = (time.clock, time.wallClock)
        let profiles = try configuration.profiles()
        health = Health(wallClock: wallClock)
        journal = try Journal(
            configuration: JournalConfiguration(
                path: configuration.storage.path, vault: try TagVault.load(path: configuration.storage.tagKeyPath)),
            rules: configuration.siteRules(registerModulus: configuration.registerModuli(profiles)),
            wallClock: wallClock, health: health, logger: logger, clock: clock)
        bindings = Bindings(
            hasPage: configuration.console.listen != nil, furtherListeners: configuration.listeners.count - 1)

        let (journal, health, bindings) = (journal, health, bindings)
        let clouds = ControllingClouds()
        authorizer = configuration.authorizer(journal, clouds: clouds, clock: clock, wallClock: wallClock)
        let environment = StationEnvironment(
            recorder: journal, authorizer: authorizer,
            clock: clock, wallClock: wallClock, logger: logger, names: RunningTransactions(journal: journal),
            profiles: try configuration.stationProfiles())
        let (stations, security) = try configuration.stations(
            environment, site: await journal.site(), health: health, bindings: bindings)
        self.security = security
        let buses = configuration.buses(health: health, clock: clock, logger: logger)
        let pollers = buses.values.compactMap { bus in
            let meters = configuration.polledMeters(on: bus.name, profiles)
            return meters.isEmpty
                ? nil
                : Poller(
                    bus: bus, meters: meters, recorder: journal, health: health, clock: clock, wallClock: wallClock,
                    logger: logger)
        }
        let telegrams = configuration.telegramServices(
            recorder: journal, health: health, time: time, logger: logger)
        let wallboxes = try configuration.modbusStations(
            on: buses, registry: stations.registry, site: await journal.site(), health: health,
            environment: environment)
        let site: @Sendable () async -> Site = { await journal.site() }
        let commands = CommandDesk(
            dispatcher: stations.registry, recorder: journal, places: KeptPlaces(site: site, wallClock: wallClock))
        let reservations = ReservationDesk(
            commands: commands, site: site, wallClock: wallClock, mute: Set(configuration.muteStation.map(\.id)))
        let ways = try configuration.csmsWays(
            control: CloudDesk(commands: commands, reservations: reservations, journal: journal), journal: journal,
            time: time, logger: logger)
        clouds.introduce(configuration.deciding(ways.map(\.lane)))
        let pumps = (try configuration.uplinks(wallClock: wallClock, logger: logger) + ways.map(\.lane)).map {
            Pump(
                uplink: $0, journal: journal, clock: clock, wallClock: wallClock, health: health, logger: logger)
        }
        let lists = ListKeeper(
            journal: journal, registry: stations.registry, commands: commands,
            deciders: configuration.deciders, isAutomatic: configuration.authorization.pushList, clock: clock,
            wallClock: wallClock, logger: logger)
        control = LiveSite(
            configuration: configuration, version: Self.version, started: wallClock.now.at, wallClock: wallClock,
            journal: journal, health: health, server: stations, pumps: pumps, buses: buses, bindings: bindings,
            security: security, commands: commands,
            tagDesk: TagDesk(site: site, recorder: journal, fileList: configuration.fileList),
            reservationDesk: reservations, lists: lists)
        services =
            [journal] + pumps + ways.map(\.link) + pollers + telegrams + wallboxes
            + [
                Ticker(recorder: journal, clock: clock, logger: logger), lists, stations,
                Lookout(
                    listeners: { stations.statistics }, site: site,
                    missed: { await stations.missed(at: wallClock.now.at) }, health: health, clock: clock),
                SecurityKeeper(desk: security, health: health, clock: clock, logger: logger),
                Watchdog(journal: journal, bindings: bindings, health: health, notifier: Notifier()),
            ] as [any Service]
    }
}

/// By what the site waits, and by what it tells the time.
package struct SiteTime: Sendable {
    package var clock: any Clock<Duration>
    package var wallClock: any WallClock
    /// By what it waits for a back office: a site in simulated time still has a real network.
    package var network: any Clock<Duration>

    /// - Parameter network: `nil` is the same clock.
    package init(clock: any Clock<Duration>, wallClock: any WallClock, network: (any Clock<Duration>)? = nil) {
        self.clock = clock
        self.wallClock = wallClock
        self.network = network ?? clock
    }

    /// The time of the operating system.
    package static var system: SiteTime { SiteTime(clock: ContinuousClock(), wallClock: SystemWallClock()) }
}
