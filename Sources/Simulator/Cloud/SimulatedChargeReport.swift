package import Charging
import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A ChargeReport on this machine: same address, same limits, same answers, and faults when one is wanted.
package final class SimulatedChargeReport: Service {
    package struct Configuration: Sendable {
        package var host: String
        package var port: Int
        package var keys: Set<String>
        package var requestsPerHour: Int

        package init(
            host: String = "127.0.0.1", port: Int = 0, keys: Set<String> = ["cr_live_simulated"],
            requestsPerHour: Int = 100
        ) {
            self.host = host
            self.port = port
            self.keys = keys
            self.requestsPerHour = requestsPerHour
        }
    }

    private struct State {
        var books: ChargeReportBooks
        var faults: [CloudFault] = []
    }

    /// What happens, as it happens; for one listener.
    package let events: AsyncStream<CloudEvent>

    private let configuration: Configuration
    private let clock: any Clock<Duration>
    private let wallClock: any WallClock
    private let logger: Logger
    private let didBind: @Sendable (Int) -> Void
    private let announcer: AsyncStream<CloudEvent>.Continuation
    private let state: Mutex<State>

    /// - Parameters:
    ///   - clock: what delays wait on.
    ///   - didBind: hears the port as soon as requests are taken there.
    package init(
        configuration: Configuration = Configuration(), clock: any Clock<Duration> = ContinuousClock(),
        wallClock: any WallClock, logger: Logger, didBind: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
        self.didBind = didBind
        (events, announcer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
        state = Mutex(
            State(
                books: ChargeReportBooks(
                    keys: configuration.keys, requestsPerHour: configuration.requestsPerHour)))
    }

    package var books: ChargeReportBooks { state.withLock { $0.books } }

    package func edit(_ change: (inout ChargeReportBooks) -> Void) { state.withLock { change(&$0.books) } }

    /// The next requests meet these, one each.
    package func inject(_ faults: CloudFault...) { state.withLock { $0.faults += faults } }

    package func run() async throws {
        let application = Application(
            responder: Desk(cloud: self),
            configuration: .init(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { [didBind] channel in didBind(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
        announcer.finish()
    }

    fileprivate func respond(to request: Request, on channel: any Channel) async throws -> Response {
        guard request.method == .post, request.uri.path == "/api/gateway/sessions" else {
            return Response(CloudAnswer.error(404, "NOT_FOUND"))
        }
        var request = request
        let body = Array((try await request.collectBody(upTo: ChargeReportBooks.longestBody)).readableBytesView)
        let authorization = request.headers[.authorization]
        guard let fault = state.withLock({ $0.faults.isEmpty ? nil : $0.faults.removeFirst() }) else {
            let answer = take(body, authorization)
            announcer.yield(
                answer.counts.map { .received(accepted: $0.accepted, duplicates: $0.duplicates) }
                    ?? .refused(status: answer.status))
            return Response(answer)
        }
        return try await play(fault, body, authorization, channel)
    }

    private func take(_ body: [UInt8], _ authorization: String?, uncounted: Int = 0) -> CloudAnswer {
        let now = wallClock.now.at
        return state.withLock { $0.books.take(body, authorization: authorization, uncounted: uncounted, at: now) }
    }

    private func play(
        _ fault: CloudFault, _ body: [UInt8], _ authorization: String?, _ channel: any Channel
    ) async throws -> Response {
        switch fault {
        case .answer(let status, let text, let headers):
            let now = wallClock.now.at
            state.withLock { $0.books.note(body, status: status, at: now) }
            announcer.yield(.failed(fault))
            return Response(CloudAnswer(status: status, body: text, headers: headers))
        case .drop:
            announcer.yield(.failed(fault))
            try await channel.close()
            return Response(status: .internalServerError)
        case .overlook(let count):
            let answer = take(body, authorization, uncounted: count)
            announcer.yield(.failed(fault))
            return Response(answer)
        case .takeAndAnswer, .takeAndDrop, .delay, .drip:
            let answer = take(body, authorization)
            announcer.yield(.failed(fault))
            return try await spoil(answer, fault, channel)
        }
    }

    /// What becomes of an answer after the sessions were taken.
    private func spoil(_ answer: CloudAnswer, _ fault: CloudFault, _ channel: any Channel) async throws -> Response {
        switch fault {
        case .takeAndAnswer(let status, let body):
            return Response(CloudAnswer(status: status, body: body, headers: [:]))
        case .takeAndDrop:
            try await channel.close()
            return Response(answer)
        case .delay(let span):
            try await cancelWhenGracefulShutdown { [clock] in try await clock.sleep(for: span) }
            return Response(answer)
        case .drip: return Response(answer, inPieces: true)
        default: return Response(answer)
        }
    }
}

/// Where requests arrive.
private struct Desk: HTTPResponder {
    struct Context: InitializableFromSource {
        let channel: any Channel
        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    let cloud: SimulatedChargeReport

    func respond(to request: Request, context: Context) async throws -> Response {
        try await cloud.respond(to: request, on: context.channel)
    }
}

extension Response {
    fileprivate init(_ answer: CloudAnswer, inPieces: Bool = false) {
        let bytes = ByteBuffer(string: answer.body)
        self.init(
            status: .init(code: answer.status),
            headers: HTTPFields(answer.headers.compactMap { name, value in .init(name: .init(name)!, value: value) }),
            body: inPieces
                ? ResponseBody { writer in
                    for byte in bytes.readableBytesView { try await writer.write(ByteBuffer(bytes: [byte])) }
                    try await writer.finish(nil)
                } : ResponseBody(byteBuffer: bytes))
    }
}
