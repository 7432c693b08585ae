import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Synchronization

/// Brings one JSON document to a server and its answer back.
///
/// Each request has a connection of its own, which is closed after it: a connection that went stale meanwhile would make
/// it doubtful whether the request was sent. Where that is no harm, one may serve the requests that follow at once.
package struct HTTPPoster: Sendable {
    package static let connectLimit: Duration = .seconds(10)
    package static let totalLimit: Duration = .seconds(30)
    /// An answer has a few dozen bytes; an error page may have some more.
    package static let longestAnswer = 64 * 1024

    private let url: String
    private let clock: any Clock<Duration>
    private let kept: KeptClient?

    /// - Parameters:
    ///   - clock: measures the time a request may take; a site in simulated time still has real networks.
    ///   - keeping: how long a connection is kept for another request; `nil` closes it at once.
    package init(url: String, clock: any Clock<Duration> = ContinuousClock(), keeping: Duration? = nil) {
        self.url = url
        self.clock = clock
        kept = keeping.map { KeptClient(for: $0, clock: ContinuousClock()) }
    }

    /// What came back.
    package enum Outcome: Sendable {
        case answered(HTTPAnswer)
        /// There was no connection, so nothing was sent.
        case unreached(String)
        /// The server's certificate does not hold, so nothing was sent.
        case distrusted(String)
        /// The request may have been sent, and no whole answer came.
        case lost(String)
    }

    /// `headers` go with it, beside those that say that it is JSON. `redact` takes secrets out of what came back, should
    /// the server repeat them.
    package func post(
        _ body: String, headers: [(String, String)], redact: @escaping @Sendable (String) -> String = { $0 }
    ) async throws(CancellationError) -> Outcome {
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await exchange(body, headers, redact) }
            group.addTask {
                try? await clock.sleep(for: Self.totalLimit)
                return .lost("no whole answer within \(Self.totalLimit.components.seconds) s")
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .lost("nothing came")
        }
        guard !Task.isCancelled else { throw CancellationError() }
        return outcome
    }

    private func exchange(
        _ body: String, _ headers: [(String, String)], _ redact: @Sendable (String) -> String
    ) async -> Outcome {
        let client = kept?.take() ?? HTTPClient(configuration: Self.configuration)
        let outgoing = OutgoingBody(body)
        let outcome: Outcome
        do {
            let response = try await client.execute(request(outgoing, headers), timeout: .seconds(60))
            let answer = try await answer(response, redact)
            outcome = .answered(answer)
            if let kept, !answer.isCut {
                kept.keep(client)
                return outcome
            }
        } catch {
            outcome = failure(error, wasSent: outgoing.wasAskedFor, redact)
        }
        try? await client.shutdown()
        return outcome
    }

    private func request(_ body: OutgoingBody, _ headers: [(String, String)]) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(contentsOf: headers)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "ohmstead")
        if kept == nil { request.headers.add(name: "Connection", value: "close") }
        request.body = .stream(body, length: .known(Int64(body.bytes.readableBytes)))
        return request
    }

    /// Reads no more than `longestAnswer`.
    private func answer(
        _ response: HTTPClientResponse, _ redact: (String) -> String
    ) async throws -> HTTPAnswer {
        var body: [UInt8] = []
        for try await part in response.body {
            body += part.readableBytesView
            if body.count > Self.longestAnswer { break }
        }
        let isCut = body.count > Self.longestAnswer
        let text = redact(String(decoding: body.prefix(Self.longestAnswer), as: UTF8.self))
        return HTTPAnswer(
            status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"),
            body: Array(text.utf8), isCut: isCut)
    }

    private func failure(_ error: any Error, wasSent: Bool, _ redact: (String) -> String) -> Outcome {
        let words = redact(String(String(describing: error).prefix(200)))
        if wasSent { return .lost(words) }
        let isTrust = ["CERTIFICATE", "certificate", "Hostname"].contains { words.contains($0) }
        return isTrust ? .distrusted(words) : .unreached(words)
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.timeout.connect = .seconds(connectLimit.components.seconds)
        configuration.httpVersion = .http1Only
        // A lost connection is the pump's to retry, with its back-off and its budget.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}

/// The body of a request, which notes when it is asked for: before that moment nothing of it can have been sent.
private final class OutgoingBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let bytes: ByteBuffer
    private let asked = Mutex(false)

    init(_ text: String) { bytes = ByteBuffer(string: text) }

    var wasAskedFor: Bool { asked.withLock { $0 } }

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: OutgoingBody
        var isOver = false

        mutating func next() async -> ByteBuffer? {
            guard !isOver else { return nil }
            isOver = true
            body.asked.withLock { $0 = true }
            return body.bytes
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }
}
