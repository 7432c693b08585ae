import Foundation

/// `ohmstead run` as a process.
struct GatewayProcess {
    struct Ports: Decodable, Sendable {
        var stations: Int
        var console: Int?
        var furtherStations: [Int?]?
    }

    let ports: Ports
    let program: Program

    /// Returns when the gateway says that it is ready.
    init(configuration: URL, log: URL, logLevel: String = "info", launcher: [String] = []) async throws {
        let portsFile = configuration.deletingLastPathComponent().appending(path: "ports.json")
        program = try Program(
            ["run", "--config", configuration.path, "--ports-file", portsFile.path, "--log-level", logLevel], log: log,
            launcher: launcher)
        guard await program.lines.first(where: { _ in true })?.contains("ready") == true else {
            let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw Surprise(description: "the gateway did not start: \(words)")
        }
        ports = try JSONDecoder().decode(Ports.self, from: Data(contentsOf: portsFile))
    }

    /// Pulls the plug: nothing in the process gets to run once more.
    func kill() async {
        program.signal(SIGKILL)
        _ = await program.ended()
    }

    /// Asks it to stop, as systemd does, and gives its exit status.
    func stop() async -> Int32 {
        program.signal(SIGTERM)
        return await program.ended()
    }
}
