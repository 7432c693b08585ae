import Console
import Gateway
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs the gateway with its console, and whatever else is to run beside them, until it is told to stop.
struct Daemon {
    let gateway: Gateway
    let console: ConsoleServer
    let logger: Logger

    init(_ configuration: Configuration, time: SiteTime, logger: Logger) async throws {
        gateway = try await Gateway(configuration, time: time, logger: logger)
        let bindings = gateway.bindings
        console = ConsoleServer(
            control: gateway.control, socket: configuration.console.socket,
            listen: configuration.console.listen.flatMap(HostPort.init), logger: logger
        ) {
            switch $0 {
            case .page(let port): bindings.boundConsole(port)
            case .socket: bindings.boundSocket()
            }
        }
        self.logger = logger
    }

    /// Returns after everything has stopped in order. `beside` is started last and stopped first.
    func run(beside: [any Service]) async throws {
        let services = gateway.services + [console] + beside
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    // A part that has nothing left to do must not take the others with it.
                    // One that fails ends the daemon, but in order: the journal closes last.
                    .init(
                        service: $0, successTerminationBehavior: .ignore,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        // A file that may not grow is an error that is told, not a reason to die.
        signal(SIGXFSZ, SIG_IGN)
        try await group.run()
    }

    /// The service group tells of every start and stop, which nobody needs to read.
    private var quiet: Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
