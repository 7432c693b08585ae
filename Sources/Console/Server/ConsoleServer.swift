package import Gateway
import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// Shows the site to people: the page and a read-only API on TCP, and the whole API on a Unix socket.
package struct ConsoleServer: Service {
    /// A listener is bound.
    package enum Bound: Hashable, Sendable {
        case page(port: Int)
        case socket(path: String)
    }

    private let control: any SiteControl
    private let socket: String
    private let listen: HostPort?
    private let logger: Logger
    private let didBind: @Sendable (Bound) -> Void

    /// More people than that do not look at one site at once.
    private static let mostConnections = 64

    /// `listen` is where the page is, `nil` for nowhere; port 0 lets the system choose, and `didBind` tells the choice.
    package init(
        control: any SiteControl, socket: String, listen: HostPort?, logger: Logger,
        didBind: @escaping @Sendable (Bound) -> Void = { _ in }
    ) {
        self.control = control
        self.socket = socket
        self.listen = listen
        self.logger = logger
        self.didBind = didBind
    }

    package func run() async throws {
        try SocketFile(path: socket).makeRoom()
        defer { SocketFile(path: socket).remove() }
        var doors = [Door { try await serveSocket() }]
        if let listen { doors.append(Door { try await servePage(at: listen) }) }
        // Where one cannot listen, the other is asked to stop: a Hummingbird that is cancelled while it starts never
        // returns.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: doors.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
                logger: quiet))
        try await group.run()
    }

    private func serveSocket() async throws {
        let router = Router()
        router.add(middleware: FailureWriter())
        let routes = Routes(control: control)
        routes.addReading(to: router, masked: false)
        routes.addCommanding(to: router)
        DeskRoutes(control: control).add(to: router)
        WatchRoutes(control: control).add(to: router)
        MeterRoutes(control: control).add(to: router)
        let application = application(router, at: .unixDomainSocket(path: socket)) { _ in
            SocketFile(path: socket).open()
            didBind(.socket(path: socket))
        }
        try await listening(
            at: socket, hint: "Make its directory, and let it belong to the daemon's user."
        ) { try await application.run() }
    }

    private func servePage(at address: HostPort) async throws {
        let router = Router()
        router.add(middleware: PageGuard(listen: address))
        router.get { _, _ in Page.response() }
        Routes(control: control).addReading(to: router, masked: true)
        let application = application(router, at: .hostname(address.host, port: address.port)) { channel in
            didBind(.page(port: channel.localAddress?.port ?? address.port))
        }
        try await listening(
            at: address.description,
            hint: "Is another program using this port, or is the address not this machine's?"
        ) { try await application.run() }
    }

    private func application(
        _ router: Router<BasicRequestContext>, at address: BindAddress,
        didBind: @escaping @Sendable (any Channel) -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(30),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8 * 1024, maxHeaderListSize: 16 * 1024, maxHeaderFieldCount: 64))),
            configuration: ApplicationConfiguration(
                address: address,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections, logger: quiet)),
            onServerRunning: { didBind($0) }, logger: quiet)
    }

    /// What Hummingbird says of its own business is nothing to the operator, unless it is wrong.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    /// Says where, when a listener cannot be bound: the system's own words do not.
    private func listening(at place: String, hint: String, _ serve: () async throws -> Void) async throws {
        do {
            try await serve()
        } catch let error as IOError {
            let reason = unsafe strerror(error.errnoCode).map { unsafe String(cString: $0) } ?? "\(error)"
            throw ConsoleError(
                "The console cannot listen at \(place): \(reason.prefix(1).lowercased() + reason.dropFirst()). \(hint)")
        }
    }
}

/// One of the two listeners.
private struct Door: Service {
    let serve: @Sendable () async throws -> Void

    func run() async throws { try await serve() }
}

/// The console cannot start.
package struct ConsoleError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Turns refusals into answers on the socket.
struct FailureWriter: RouterMiddleware {
    typealias Context = BasicRequestContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            return try error.response(from: request, context: context)
        }
    }
}
