import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Opens WebSockets to servers.
package struct Dialer: Sendable {
    /// The largest message taken, whole or in fragments.
    package var maxMessageBytes: Int
    /// How often the server is pinged; one that is silent for two intervals is hung up on. Zero never pings.
    package var pingInterval: Duration
    /// How long connecting and the handshake may take together.
    package var connectTimeout: Duration
    /// How `wss://` is spoken; `nil` trusts what the operating system does.
    package var tls: DialerTLS?
    /// The compression that is offered; `nil` offers none.
    package var deflate: DeflateConfiguration?
    /// Where the connection is to live; `nil` leaves that open.
    package var executor: LoopExecutor?
    private let clock: any Clock<Duration>

    package init(
        clock: any Clock<Duration>, maxMessageBytes: Int = 256 * 1024, pingInterval: Duration = .zero,
        connectTimeout: Duration = .seconds(10), tls: DialerTLS? = nil, deflate: DeflateConfiguration? = nil
    ) {
        self.clock = clock
        self.maxMessageBytes = maxMessageBytes
        self.pingInterval = pingInterval
        self.connectTimeout = connectTimeout
        self.tls = tls
        self.deflate = deflate
    }

    /// Connects, runs `body`, and closes the connection when it returns. Throws a `DialError` when it comes to no
    /// connection, else what `body` throws.
    package func connect<Result: Sendable>(
        url: String, subprotocols: [String] = [], headers: [(String, String)] = [],
        body: (Connection) async throws -> Result
    ) async throws -> Result {
        let address = try Address(url)
        let request = request(to: address, subprotocols: subprotocols, headers: headers)
        let (open, subprotocol) = try await dial(address, request)
        return try await open.channel.executeThenClose { inbound, outbound in
            let connection = Connection(
                inbound: inbound, outbound: outbound, link: open.link, subprotocol: subprotocol)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await keepAlive(open.link) }
                defer { group.cancelAll() }
                let result = try await body(connection)
                await open.link.finish(within: Listener.closeTimeout, of: clock)
                return result
            }
        }
    }

    private func request(
        to address: Address, subprotocols: [String], headers: [(String, String)]
    ) -> HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: address.pathAndQuery)
        head.headers.add(name: "Host", value: address.authority)
        if !subprotocols.isEmpty {
            head.headers.add(name: "Sec-WebSocket-Protocol", value: subprotocols.joined(separator: ", "))
        }
        if let deflate { head.headers.add(name: "Sec-WebSocket-Extensions", value: DeflateTerms.offer(deflate)) }
        head.headers.add(contentsOf: headers)
        return head
    }

    private func dial(_ address: Address, _ request: HTTPRequestHead) async throws(DialError) -> (OpenChannel, String?)
    {
        let attempts = Attempts()
        let rules = ConnectionRules(side: .client, maxMessageBytes: maxMessageBytes, deflate: deflate)
        do {
            let tls = address.isSecure ? try self.tls ?? DialerTLS.standard.get() : nil
            return try await withDeadline(connectTimeout, of: clock) {
                try await bootstrap(attempts)
                    .connect(host: address.host, port: address.port) { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try Departure(
                                on: channel, request: request, rules: rules,
                                security: try tls?.handler(host: address.host))
                        }
                    }
                    .upgrade.get()
            } expire: {
                attempts.abandon()
            }
        } catch let error as DialError {
            throw error
        } catch {
            throw .unreachable(attempts.isAbandoned ? "no answer in time" : NetworkWords.of(error))
        }
    }

    private func bootstrap(_ attempts: Attempts) -> ClientBootstrap {
        ClientBootstrap(group: executor?.eventLoop ?? MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                attempts.add(channel)
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator.lean)
            .channelOption(.writeBufferWaterMark, value: .lean)
    }

    private func keepAlive(_ link: Link) async {
        guard pingInterval > .zero else { return }
        while (try? await clock.sleep(for: pingInterval)) != nil { link.tick() }
    }
}

/// Why no connection came about.
package enum DialError: Error, Hashable, CustomStringConvertible {
    /// The URL cannot be used; the text says why.
    case badURL(String)
    /// The server is not there, or does not speak WebSocket.
    case unreachable(String)
    /// The server answered, and said no.
    case refused(status: Int, reason: String)

    package var description: String {
        switch self {
        case .badURL(let why): why
        case .unreachable(let why): "the server cannot be reached: \(why)"
        case .refused(let status, let reason): "the server refused: \(status) \(reason)"
        }
    }
}
