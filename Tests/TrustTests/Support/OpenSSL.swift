import Foundation
import Testing

/// The `openssl` command: a second opinion on everything that is signed or hashed here.
enum OpenSSL {
    struct Answer: Sendable, CustomStringConvertible {
        var status: Int32
        /// What it printed, on either output.
        var text: String
        var description: String { "exit status \(status)\n\(text)" }
    }

    private static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/bin/openssl"]
        .first(where: FileManager.default.isExecutableFile(atPath:))

    static var isInstalled: Bool { path != nil }

    static func run(_ arguments: [String], in folder: Scratch) throws -> Answer {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Answer(status: process.terminationStatus, text: text)
    }

    /// A signing request as a station would make it.
    static func request(
        key: [String] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], subject: String = "/O=Joulo/CN=CP1",
        extensions: [String] = [], in folder: Scratch
    ) throws -> String {
        let answer = try run(
            ["req", "-new", "-nodes", "-keyout", "station.key", "-out", "station.csr", "-subj", subject]
                + key + extensions.flatMap { ["-addext", $0] }, in: folder)
        try #require(answer.status == 0, "\(answer)")
        return try folder.read("station.csr")
    }
}

extension Trait where Self == ConditionTrait {
    static var needsOpenSSL: Self { .enabled(if: OpenSSL.isInstalled, "The openssl command is not installed.") }
}
