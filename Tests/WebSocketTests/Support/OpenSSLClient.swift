import Foundation

/// The `openssl` program as a client, which shares nothing with the library of the listener.
enum OpenSSLClient {
    /// Connects once with these options and returns what the program said and how it ended.
    static func connect(port: Int, _ options: [String]) async throws -> (text: String, status: Int32) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = ["s_client", "-connect", "127.0.0.1:\(port)"] + options
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = output
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return (String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self), status)
    }
}
