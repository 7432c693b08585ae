import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A server on this machine that takes what is posted to it, and answers as it is told.
package final class SimulatedReceiver: Service {
    package struct Post: Hashable, Sendable {
        package var signature: String?
        package var body: String
        package var status: Int
        /// The sender's port, which tells its connections apart.
        package var port: Int?
    }

    package enum Answer: Sendable {
        case status(Int, headers: [String: String] = [:])
        /// The request is taken and the connection closed.
        case drop
    }

    private let logger: Logger
    private let didBind: @Sendable (Int) -> Void
    private let state = Mutex<(posts: [Post], answers: [Answer], dislikes: [String])>(([], [], []))

    /// `didBind` hears the port as soon as requests are taken there.
    package init(logger: Logger, didBind: @escaping @Sendable (Int) -> Void) {
        self.logger = logger
        self.didBind = didBind
    }

    package var posts: [Post] { state.withLock { $0.posts } }

    /// The next requests are answered so, one each; after them with 200.
    package func answer(_ answers: Answer...) { state.withLock { $0.answers += answers } }

    /// From now on a body with this in it is refused.
    package func dislike(_ text: String) { state.withLock { $0.dislikes.append(text) } }

    package func run() async throws {
        let application = Application(
            responder: CallbackResponder { [self] (request: Request, context: ReceiverContext) in
                try await respond(to: request, on: context.channel)
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { [didBind] channel in didBind(channel.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }

    private func respond(to request: Request, on channel: any Channel) async throws -> Response {
        var request = request
        let buffer = try await request.collectBody(upTo: 4 * 1024 * 1024)
        let body = String(buffer: buffer)
        let signature = request.headers[.init("Ohmstead-Signature")!]
        let answer = state.withLock { state in
            let isDisliked = state.dislikes.contains { body.contains($0) }
            let planned = state.answers.isEmpty ? nil : state.answers.removeFirst()
            let answer = planned ?? .status(isDisliked ? 422 : 200)
            state.posts.append(
                Post(signature: signature, body: body, status: answer.status, port: channel.remoteAddress?.port))
            return answer
        }
        switch answer {
        case .status(let status, let headers):
            return Response(
                status: .init(code: status),
                headers: HTTPFields(headers.compactMap { name, value in .init(name: .init(name)!, value: value) }),
                body: ResponseBody(byteBuffer: ByteBuffer(string: "noted")))
        case .drop:
            try await channel.close()
            return Response(status: .internalServerError)
        }
    }
}

extension SimulatedReceiver.Answer {
    fileprivate var status: Int {
        switch self {
        case .status(let status, _): status
        case .drop: 0
        }
    }
}

private struct ReceiverContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
