import Foundation
import Testing

/// The direction of the data is the direction of the imports. A target that gains an arrow this table does not have
/// fails here, with the reason why the table is as it is.
@Suite struct ImportTests {
    struct Target: Sendable, CustomTestStringConvertible {
        var name: String
        var mayImport: Set<String>
        var because: String
        var testDescription: String { name }
    }

    static let targets = [
        Target(
            name: "Charging", mayImport: [], because: "the rules are values; a rule that does I/O cannot be replayed"),
        Target(name: "OCPP", mayImport: [], because: "the frame knows no message and no socket"),
        Target(name: "OCPP16", mayImport: ["OCPP"], because: "messages are data"),
        Target(name: "OCPP201", mayImport: ["OCPP"], because: "messages are data"),
        Target(
            name: "Telegrams", mayImport: ["Charging"], because: "a decoder turns bytes into values and opens no port"),
        Target(name: "WebSocket", mayImport: ["CZlib"], because: "it moves text and knows no OCPP"),
        Target(name: "Trust", mayImport: ["COpenSSL"], because: "keys and hashes know nothing of charging"),
        Target(name: "StrictTOML", mayImport: [], because: "it reads any file for anyone"),
        Target(
            name: "Journal", mayImport: ["Charging", "Trust"],
            because: "it keeps what the rules decide, and knows no device"),
        Target(
            name: "Metering", mayImport: ["Charging", "CModbus", "CSerialPort", "StrictTOML", "Telegrams"],
            because: "a meter gives readings and knows no wallbox and no cloud"),
        Target(
            name: "Stations",
            mayImport: ["Charging", "Metering", "OCPP", "OCPP16", "OCPP201", "StrictTOML", "Trust", "WebSocket"],
            because: "a wallbox driver never calls an uplink, and reaches the journal only as a Recorder"),
        Target(
            name: "Uplinks",
            mayImport: ["Charging", "Journal", "OCPP", "OCPP16", "OCPP201", "Trust", "WebSocket"],
            because: "an uplink is built from entries and never sees a wallbox"),
        Target(
            name: "Gateway",
            mayImport: [
                "CLinux", "Charging", "Journal", "Metering", "Stations", "StrictTOML", "Telegrams", "Trust",
                "Uplinks", "WebSocket",
            ],
            because: "it puts the parts together and adds nothing a person sees"),
        Target(
            name: "Console", mayImport: ["Charging", "Journal", "Gateway"],
            because: "people ask the journal and the site; their buttons are commands like any cloud's"),
        Target(
            name: "Simulator",
            mayImport: ["Charging", "OCPP", "OCPP16", "OCPP201", "StrictTOML", "WebSocket", "CModbus"],
            because: "a simulated device must not share the gateway's own driver, or both would be wrong together"),
        Target(
            name: "ohmstead", mayImport: ["Charging", "Journal", "Uplinks", "Gateway", "Console", "Simulator"],
            because: "the program is one file a subcommand"),
    ]

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let systemLibraries: Set = ["CLinux", "CModbus", "COpenSSL", "CSerialPort", "CZlib"]

    private static let ours = Set(targets.map(\.name)).union(systemLibraries)

    private static func sources(of target: String) throws -> [URL] {
        let folder = root.appending(path: "Sources/\(target)")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    private static func imports(of file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let word = words.firstIndex(of: "import"), word <= 2, words.count > word + 1,
                words[..<word].allSatisfy({
                    ["package", "internal", "private", "fileprivate", "public", "@preconcurrency", "@unsafe"].contains(
                        $0)
                })
            else { return nil }
            return String(words[word + 1])
        }
    }

    @Test(arguments: targets)
    func `a target imports only what stands before it`(_ target: Target) throws {
        let files = try Self.sources(of: target.name)
        #expect(!files.isEmpty)
        for file in files {
            for name in try Self.imports(of: file) where Self.ours.contains(name) {
                #expect(
                    target.mayImport.contains(name),
                    "\(file.lastPathComponent) imports \(name), but \(target.name) may not: \(target.because)")
            }
        }
    }

    @Test func `every target stands in the table`() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            at: Self.root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        let names = Set(folders.map(\.lastPathComponent)).subtracting(Self.systemLibraries)
        #expect(names == Set(Self.targets.map(\.name)))
    }

    @Test func `only the journal sees the database`() throws {
        for target in Self.targets where target.name != "Journal" {
            for file in try Self.sources(of: target.name) {
                #expect(try !Self.imports(of: file).contains { $0.hasPrefix("GRDB") }, "\(file.lastPathComponent)")
            }
        }
    }

    @Test func `nothing is left unstructured or unfinished`() throws {
        for target in Self.targets {
            for file in try Self.sources(of: target.name) {
                let text = try String(contentsOf: file, encoding: .utf8)
                for word in ["TODO", "FIXME", "Task.detached", "Thread.sleep", "usleep("] {
                    #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
                }
                #expect(
                    text.split(separator: "\n", omittingEmptySubsequences: false).count <= 320,
                    "\(file.lastPathComponent) is long")
            }
        }
    }
}
