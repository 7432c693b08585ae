package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Accepts WebSockets and serves each on a task of its own.
///
/// `admit` decides on every handshake before it is upgraded, so a stranger gets a real HTTP answer. `serve` then owns
/// the connection; when it returns, the connection is closed. Both run on the connection's event loop, which makes a
/// handshake and a message cheap and means that they must never block. A class, because every connection's task keeps a
/// copy of what it works with.
package final class Listener: Service, Sendable {
    package typealias Admit = @Sendable (Handshake) async -> Verdict
    package typealias Serve = @Sendable (Connection, Handshake, _ subprotocol: String?) async -> Void

    /// How long a goodbye may take before the socket is closed without one.
    static let closeTimeout = Duration.seconds(1)
    /// The same when the listener stops, which must be quick.
    static let shutdownTimeout = Duration.milliseconds(500)

    /// Sockets that the kernel keeps for a slow box that has not come to accept them: more than a site has stations, or
    /// it would drop them, and they try again only a second and three seconds later. Linux cuts it to its own limit.
    private static let backlog: CInt = 4096

    private let configuration: ListenerConfiguration
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let admit: Admit
    private let serve: Serve
    private let didBind: @Sendable (Int) -> Void
    private let gate: Gate

    /// `didBind` is told the port, once connections are accepted.
    package init(
        configuration: ListenerConfiguration, clock: any Clock<Duration>, logger: Logger, admit: @escaping Admit,
        serve: @escaping Serve, didBind: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        self.admit = admit
        self.serve = serve
        self.didBind = didBind
        gate = Gate(configuration: configuration, clock: clock, logger: logger)
    }

    /// What has happened here so far.
    package var statistics: ListenerStatistics { gate.statistics }

    /// Counts what the layer above finds wrong with an address, as `Handshake.remoteAddress` names it.
    package func report(_ offence: Offence, of address: String) { gate.blame(IPAddress(address), offence) }

    /// Lifts the ban of an address and forgets what it did; `false` when it was not banned.
    @discardableResult package func pardon(_ address: String) -> Bool {
        IPAddress(address).map(gate.pardon) ?? false
    }

    /// Runs until graceful shutdown, which closes every connection with 1001, or cancellation.
    package func run() async throws {
        let server = try await bind()
        didBind(server.channel.localAddress?.port ?? configuration.port)
        try await server.executeThenClose { arrivals in
            try await withThrowingDiscardingTaskGroup { group in
                let roster = Roster()
                group.addTask { await self.keepAlive(roster) }
                try await withGracefulShutdownHandler {
                    for try await arrival in arrivals {
                        guard let arrival else { continue }
                        guard roster.enter(arrival.channel) else {
                            gate.leave(arrival.address)
                            arrival.channel.close(promise: nil)
                            continue
                        }
                        let executor = LoopExecutor(eventLoop: arrival.channel.eventLoop)
                        group.addTask(executorPreference: executor) { await self.handle(arrival, roster) }
                    }
                } onGracefulShutdown: {
                    server.channel.close(promise: nil)
                }
                await stop(roster)
                group.cancelAll()
            }
        }
    }

    private func bind() async throws -> NIOAsyncChannel<Arrival?, Never> {
        let rules = ConnectionRules(
            side: .server, maxMessageBytes: configuration.maxMessageBytes, deflate: configuration.deflate,
            limits: configuration.limits, gate: gate)
        let tls = configuration.tls
        let gate = gate
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: Self.backlog)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator.lean)
                .childChannelOption(.writeBufferWaterMark, value: .lean)
                .childChannelOption(.allocator, value: tls == nil ? ByteBufferAllocator() : PagedBuffers.allocator)
                .bind(host: configuration.host, port: configuration.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let address = IPAddress(channel.remoteAddress)
                        guard gate.enter(address) == nil else {
                            channel.close(promise: nil)
                            return nil
                        }
                        return try Arrival(
                            on: channel, from: address, rules: rules, tls: tls, turnstile: gate.turnstile)
                    }
                }
        } catch {
            throw ListenerError(address: "\(configuration.host):\(configuration.port)", cause: NetworkWords.of(error))
        }
    }

    /// Kept out of the closure that calls it, whose frame would otherwise be larger than both.
    @inline(never) private func handle(_ arrival: Arrival, _ roster: Roster) async {
        let address = arrival.address
        defer {
            gate.leave(address)
            roster.leave(arrival.channel)
        }
        guard let opening = await shakeHands(arrival) else { return }
        let open = opening.open
        roster.open(open.link)
        try? await open.channel.executeThenClose { inbound, outbound in
            let connection = Connection(
                inbound: inbound, outbound: outbound, link: open.link, subprotocol: opening.subprotocol)
            await serve(connection, opening.handshake, opening.subprotocol)
            await open.link.finish(within: Self.closeTimeout, of: clock)
        }
    }

    /// From the first byte to the upgraded socket; `nil` when it did not come to that.
    ///
    /// On a task of its own, started in a frame of its own: a task keeps the memory its deepest wait needed, and the
    /// connection's lives for weeks. A group's, because the memory of an `async let` is its parent's.
    @inline(never) private func shakeHands(_ arrival: Arrival) async -> Opening? {
        await withTaskGroup(of: Opening?.self) { group in
            group.addTask { await self.negotiate(arrival) }
            return await group.next() ?? nil
        }
    }

    private func negotiate(_ arrival: Arrival) async -> Opening? {
        let address = arrival.address
        do {
            return try await withDeadline(configuration.handshakeTimeout, of: clock) {
                let handshake = try await arrival.handshake.get()
                switch await admit(handshake) {
                case .accept(let subprotocol):
                    let open = try await arrival.admit(subprotocol: subprotocol)
                    gate.welcome(address)
                    return Opening(open: open, handshake: handshake, subprotocol: subprotocol)
                case .refuse(let status, let reason, let headers):
                    gate.count(\.refusedHandshakes)
                    if [401, 403, 404].contains(status) { gate.blame(address, .refusedCredentials) }
                    await arrival.refuse(status: status, reason: reason, headers: headers)
                }
                return nil
            } mayTakeLonger: {
                arrival.mayTakeLonger
            } expire: {
                arrival.channel.close(promise: nil)
            }
        } catch Doorman.Failure.leftLine {
            // That it had to wait is not its fault.
            gate.count(\.leftLine)
            return nil
        } catch {
            gate.blame(address, .badHandshake)
            note(error, address)
            return nil
        }
    }

    private func note(_ error: any Error, _ address: IPAddress?) {
        switch error {
        case Doorman.Failure.tls(let reason):
            gate.tell("TLS handshake failed.", address, reason)
            gate.count(\.tlsFailures)
        case Doorman.Failure.answered: gate.count(\.refusedHandshakes)
        default: gate.count(\.brokenHandshakes)
        }
        logger.debug(
            "Handshake not finished.",
            metadata: ["remote": "\(address?.description ?? "unknown")", "reason": "\(error)"])
    }

    /// One task pings for all connections, so that an idle one costs no timer.
    private func keepAlive(_ roster: Roster) async {
        guard configuration.pingInterval > .zero else { return }
        while (try? await clock.sleep(for: configuration.pingInterval)) != nil { roster.tick() }
    }

    private func stop(_ roster: Roster) async {
        roster.close()
        await withDeadline(Self.shutdownTimeout, of: clock) {
            await roster.drain()
        } expire: {
            roster.giveUp()
        }
    }
}

/// A handshake that became a WebSocket. A class, so that the tasks that hand it on need little room for it.
private final class Opening: Sendable {
    let open: OpenChannel
    let handshake: Handshake
    let subprotocol: String?

    init(open: OpenChannel, handshake: Handshake, subprotocol: String?) {
        self.open = open
        self.handshake = handshake
        self.subprotocol = subprotocol
    }
}
