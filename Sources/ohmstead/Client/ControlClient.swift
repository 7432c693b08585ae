import AsyncHTTPClient
import Console
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1

/// Talks to the daemon over its Unix socket.
struct ControlClient: Sendable {
    let socket: String

    /// A station may take its time over a command, but the daemon gives up on it before this.
    private static let patience = TimeAmount.seconds(330)
    private static let largestAnswer = 16 * 1024 * 1024

    func get<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value {
        try decode(try await ask(.GET, path))
    }

    /// What is no JSON.
    func text(_ path: String) async throws -> String { String(buffer: try await ask(.GET, path)) }

    /// A question that changes something and has an answer.
    func send<Value: Decodable>(_ path: String) async throws -> Value { try decode(try await ask(.POST, path)) }

    func post(_ path: String) async throws { _ = try await ask(.POST, path) }

    func post<Value: Decodable>(_ path: String, _ body: some Encodable) async throws -> Value {
        try decode(try await ask(.POST, path, body: ByteBuffer(bytes: try JSON.encode(body))))
    }

    private func decode<Value: Decodable>(_ answer: ByteBuffer) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(answer.readableBytesView))
        } catch {
            throw Failure(
                .notAsked, "The daemon's answer is not understood. Are the daemon and this command of one version?")
        }
    }

    private func ask(_ method: HTTPMethod, _ path: String, body: ByteBuffer? = nil) async throws -> ByteBuffer {
        var request = HTTPClientRequest(url: "http+unix://\(Self.escaped(socket))/api/v1/\(path)")
        request.method = method
        if let body { request.body = .bytes(body) }
        let (status, answer) = try await execute(request)
        guard (200..<300).contains(status.code) else {
            let envelope = try? JSONDecoder().decode(
                APIFailure.Envelope.self, from: Data(answer.readableBytesView))
            let failure = envelope?.error
            let words = [failure?.message ?? "The daemon answered with \(status).", failure?.remedy].compactMap(\.self)
            throw Failure(failure?.code == "bad-request" ? .notAsked : .refused, words.joined(separator: "\n"))
        }
        return answer
    }

    private func execute(_ request: HTTPClientRequest) async throws -> (HTTPResponseStatus, ByteBuffer) {
        var configuration = HTTPClient.Configuration()
        // Where nobody listens now, nobody will in a moment: a person should not wait for that.
        configuration.connectionPool.retryConnectionEstablishment = false
        do {
            return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                let response = try await client.execute(request, timeout: Self.patience)
                return (response.status, try await response.body.collect(upTo: Self.largestAnswer))
            }
        } catch {
            throw Failure(.notAsked, unreachable(error))
        }
    }

    private func unreachable(_ error: any Error) -> String {
        guard (error as? IOError)?.errnoCode != EACCES else {
            return "You may not open \(socket).\nUse sudo, or join the group of the daemon: adduser <you> ohmstead"
        }
        return """
            The daemon does not answer at \(socket).
            Is it running? See: systemctl status ohmstead
            If its configuration names another socket, give it with --socket.
            """
    }

    /// The query for a part of the record.
    static func page(of station: String?, before: Int64?, limit: Int) -> String {
        "limit=\(limit)" + (station.map { "&station=\(escaped($0))" } ?? "") + (before.map { "&before=\($0)" } ?? "")
    }

    /// For a part of a path or of a query: everything but letters, digits and a few signs is escaped.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "-_.~".contains(character))
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(character) : "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
