import AsyncHTTPClient
import Console
import FoundationEssentials
import Gateway
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

/// A console over a fake site, with a client on each of its listeners.
struct RunningConsole: Sendable {
    let site: FakeSite
    let socketPath: String
    let port: Int

    struct Answer: Sendable {
        var status: UInt
        var headers: [(String, String)]
        var text: String

        func header(_ name: String) -> String? { headers.first { $0.0.lowercased() == name.lowercased() }?.1 }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(text.utf8))
        }
    }

    /// Asks the page's listener; with a body it posts.
    func page(_ path: String, headers: [(String, String)] = [], body: String? = nil) async throws -> Answer {
        try await ask("http://127.0.0.1:\(port)\(path)", headers, body)
    }

    /// Asks the Unix socket; with a body it posts.
    func socket(_ path: String, body: String? = nil) async throws -> Answer {
        let encoded = socketPath.replacing("/", with: "%2F")
        return try await ask("http+unix://\(encoded)\(path)", [], body)
    }

    private func ask(_ url: String, _ headers: [(String, String)], _ body: String?) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        return Answer(status: response.status.code, headers: response.headers.map { ($0.name, $0.value) }, text: text)
    }
}

/// Runs a console while the body looks at it, and shuts it down as the daemon would.
func withConsole<Result: Sendable>(
    socket: String? = nil, site: FakeSite = FakeSite(), _ body: @Sendable (RunningConsole) async throws -> Result
) async throws -> Result {
    let directory = try TemporaryDirectory()
    let path = socket ?? "\(directory.path)/ohmstead.sock"
    let (bound, announce) = AsyncStream.makeStream(of: ConsoleServer.Bound.self)
    let server = ConsoleServer(
        control: site, socket: path, listen: HostPort("127.0.0.1:0"), logger: Logger(label: "console")
    ) { announce.yield($0) }
    let group = ServiceGroup(services: [server], logger: Logger(label: "console"))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { announce.finish() }
            try await group.run()
        }
        var port: Int?
        var waiting = 2
        for await listener in bound {
            if case .page(let number) = listener { port = number }
            waiting -= 1
            if waiting == 0 { break }
        }
        guard let port else {
            try await tasks.waitForAll()
            throw CancellationError()
        }
        let result = try await body(RunningConsole(site: site, socketPath: path, port: port))
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return result
    }
}

/// A directory of its own for one test, gone afterwards.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = "/tmp/ohmstead-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Binds a socket and closes it, which leaves its file: what a killed daemon leaves behind.
func leaveSocket(at path: String) throws {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    guard result == 0 else { throw ConsoleTestError() }
}

struct ConsoleTestError: Error {}
