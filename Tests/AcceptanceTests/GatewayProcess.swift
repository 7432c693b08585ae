import Foundation

/// The real program in a process of its own, with a folder of its own.
final class GatewayProcess {
    struct Ports: Decodable, Sendable {
        var stations: Int
        var console: Int?
    }

    struct Surprise: Error, CustomStringConvertible {
        var description: String
    }

    let ports: Ports
    private let process: Process
    private let output: Pipe

    /// The program beside the tests that run.
    static var program: URL {
        if let path = ProcessInfo.processInfo.environment["OHMSTEAD"] { return URL(filePath: path) }
        return URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "ohmstead")
    }

    /// Starts `ohmstead run` and returns when it says that it is ready.
    init(configuration: URL, log: URL) async throws {
        let portsFile = configuration.deletingLastPathComponent().appending(path: "ports.json")
        process = Process()
        output = Pipe()
        process.executableURL = Self.program
        process.arguments = ["run", "--config", configuration.path, "--ports-file", portsFile.path]
        process.standardOutput = output
        process.standardError = try Self.appending(to: log)
        try process.run()
        guard try await Self.firstLine(of: output.fileHandleForReading).contains("ready") else {
            process.terminate()
            throw Surprise(
                description: "the gateway did not start: \((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
        }
        ports = try JSONDecoder().decode(Ports.self, from: Data(contentsOf: portsFile))
    }

    /// Pulls the plug: nothing in the process gets to run once more.
    func kill() async {
        Foundation.kill(process.processIdentifier, SIGKILL)
        await ended()
    }

    /// Asks it to stop, as systemd does, and gives its exit status.
    func stop() async -> Int32 {
        process.terminate()
        await ended()
        return process.terminationStatus
    }

    /// Runs `ohmstead` with these arguments and gives what it printed.
    static func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = await onThread { String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        await onThread { process.waitUntilExit() }
        return (process.terminationStatus, text)
    }

    private func ended() async {
        let process = process
        await Self.onThread { process.waitUntilExit() }
    }

    private static func appending(to log: URL) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        return handle
    }

    /// Empty when the other side closes without a line.
    private static func firstLine(of handle: FileHandle) async throws -> String {
        await onThread {
            var line = Data()
            while let byte = try? handle.read(upToCount: 1), let first = byte.first, first != UInt8(ascii: "\n") {
                line.append(byte)
            }
            return String(decoding: line, as: UTF8.self)
        }
    }

    /// Waits for a blocking call without holding a thread of the tests' own.
    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
