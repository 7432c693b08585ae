import ArgumentParser
import Gateway
import Logging

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the gateway.")

    @Option(name: .shortAndLong, help: "The configuration file.")
    var config = "/etc/ohmstead/ohmstead.toml"

    @Option(help: "Write the ports that were bound into this file, as JSON; for listeners with port 0.")
    var portsFile: String?

    @Option(help: "How much to log: debug, info, notice, warning or error.", transform: LogLevel.parse)
    var logLevel = Logger.Level.info

    func run() async throws {
        let configuration = try Configuration.load(path: config)
        let time = SiteTime.system
        let handler = LineLogHandler(logLevel: logLevel, wallClock: time.wallClock)
        let logger = Logger(label: "ohmstead") { _ in handler }
        for warning in configuration.warnings {
            logger.warning("The configuration has a weak spot.", metadata: ["reason": "\(warning)"])
        }
        let files = OpenFiles.raiseLimit()
        let wanted = configuration.listeners.reduce(OpenFiles.reserve) { $0 + $1.maxConnections }
        if files < wanted {
            logger.warning(
                "Fewer connections than max_connections are possible: the system allows too few open files.",
                metadata: ["allowed": "\(files)", "wanted": "\(wanted)"])
        }
        let daemon = try await Daemon(configuration, time: time, logger: logger)
        let first = configuration.listeners[0]
        let stations = "\(first.tls ? "wss" : "ws")://\(HostPort(first.address)?.host ?? "")"
        let announcement = Announcement(bindings: daemon.gateway.bindings, portsFile: portsFile) { ports in
            let console = ports.console.map { " Page: http://127.0.0.1:\($0)/" } ?? ""
            StandardStream.output.write(
                "Ohmstead is ready. Wallboxes: \(stations):\(ports.stations ?? 0)/ocpp/<id>\(console)\n")
        }
        let hangup = Hangup { [security = daemon.gateway.security] in await security.reload() }
        try await daemon.run(beside: [hangup, announcement])
    }
}

enum LogLevel {
    static func parse(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("\"\(text)\" is no log level. Write debug, info, notice, warning or error.")
        }
        return level
    }
}
