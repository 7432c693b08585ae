import ServiceLifecycle
package import WebSocket

/// Serves the stations that speak OCPP: the door, the registry, and a driver for each connection.
package struct StationServer: Service {
    package let admissions: Admissions
    /// Who is connected; commands go through it.
    package let registry: Registry
    /// In the order of the configuration, the first one being the one that people are told of.
    private let listeners: [Listener]

    /// `didBind` is told the port once stations can connect, `didBindFurther` those of the further listeners with their
    /// places. The network's own waits are real ones, however fast the site's clock runs. `admissions` is the door, where
    /// somebody else needs it, too.
    package init(
        configuration: StationServerConfiguration, environment: StationEnvironment, admissions: Admissions? = nil,
        networkClock: any Clock<Duration> = ContinuousClock(),
        didBind: @escaping @Sendable (Int) -> Void = { _ in },
        didBindFurther: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) {
        let admissions =
            admissions
            ?? Admissions(policy: configuration.policy, claimed: configuration.claimed, environment: environment)
        let registry = Registry(wallClock: environment.wallClock, logger: environment.logger)
        let reception = Reception(
            admissions: admissions, registry: registry, settings: configuration.settings, environment: environment)
        (self.admissions, self.registry) = (admissions, registry)
        listeners = ([configuration.listener] + configuration.furtherListeners).enumerated().map { index, section in
            Listener(
                configuration: section, clock: networkClock, logger: environment.logger,
                admit: { await admissions.judge($0) },
                serve: { connection, handshake, _ in await reception.serve(connection, handshake) },
                didBind: { index == 0 ? didBind($0) : didBindFurther(index - 1, $0) })
        }
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for listener in listeners { group.addTask { try await listener.run() } }
            // Where one cannot listen, none of them does.
            while try await group.next() != nil {}
        }
    }

    /// What has happened at each listener so far.
    package var statistics: [ListenerStatistics] { listeners.map(\.statistics) }

    /// Lifts the ban of an address at every listener; `false` when it was banned at none.
    package func pardon(_ address: String) -> Bool {
        listeners.map { $0.pardon(address) }.contains(true)
    }
}
