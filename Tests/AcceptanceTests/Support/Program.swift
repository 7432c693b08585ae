import Foundation

/// The real program in a process of its own, which does not outlive the test.
final class Program: Sendable {
    struct Answer: Sendable, CustomStringConvertible {
        var status: Int32
        var output: String
        var error: String

        var description: String { "exit status \(status)\n\(output)\(error)" }
    }

    /// What it says on standard output, line by line; ends with it. For one listener.
    let lines: AsyncStream<String>
    private let process: Process

    /// The program beside the tests that run.
    static var url: URL {
        if let path = ProcessInfo.processInfo.environment["OHMSTEAD"] { return URL(filePath: path) }
        return URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "ohmstead")
    }

    /// - Parameters:
    ///   - log: where standard error goes, behind what is there already.
    ///   - launcher: a command that runs the command behind it.
    init(_ arguments: [String], log: URL, launcher: [String] = []) throws {
        let command = launcher + [Self.url.path] + arguments
        let output = Pipe()
        process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardOutput = output
        process.standardError = try Self.appending(to: log)
        try process.run()
        let (lines, sink) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let handle = output.fileHandleForReading
        Thread.detachNewThread {
            var rest = Data()
            while let piece = try? handle.read(upToCount: 1), !piece.isEmpty {
                guard piece.first == UInt8(ascii: "\n") else {
                    rest += piece
                    continue
                }
                sink.yield(String(decoding: rest, as: UTF8.self))
                rest = Data()
            }
            sink.finish()
        }
    }

    deinit {
        if process.isRunning { signal(SIGKILL) }
    }

    var id: Int32 { process.processIdentifier }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for its end and gives its exit status; that of a program that a signal killed is negative.
    func ended() async -> Int32 {
        let process = process
        return await Self.onThread {
            process.waitUntilExit()
            return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        }
    }

    /// Runs it to its end and gives what it said.
    static func run(_ arguments: [String]) async throws -> Answer {
        let process = Process()
        let (output, error) = (Pipe(), Pipe())
        process.executableURL = url
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = error
        try process.run()
        return try await withTaskCancellationHandler {
            async let said = text(of: output.fileHandleForReading)
            async let complained = text(of: error.fileHandleForReading)
            let (output, error) = await (said, complained)
            await onThread { process.waitUntilExit() }
            try Task.checkCancellation()
            return Answer(status: process.terminationStatus, output: output, error: error)
        } onCancel: {
            kill(process.processIdentifier, SIGKILL)
        }
    }

    private static func text(of handle: FileHandle) async -> String {
        await onThread { String(decoding: handle.readDataToEndOfFile(), as: UTF8.self) }
    }

    private static func appending(to log: URL) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        return handle
    }

    /// Waits for a blocking call without holding a thread of the tests' own.
    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}

struct Surprise: Error, CustomStringConvertible {
    var description: String
}
