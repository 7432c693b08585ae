import ArgumentParser
import Charging
import FoundationEssentials
import Gateway
import Logging
import Simulator
import Uplinks

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the gateway with a simulated site beside it, to watch.")

    @Option(help: "How many times faster than life.")
    var speed = 120

    @Option(help: "Where the demo's files go. They are made anew each time.")
    var folder = "data/demo"

    @Option(help: "Where the meter profiles are.")
    var profiles = "etc/profiles/meters"

    func validate() throws {
        guard (1...1000).contains(speed) else { throw ValidationError("The speed must be from 1 to 1000.") }
    }

    func run() async throws {
        try prepareFolder()
        let clock = ScaledClock(factor: speed)
        var start = SystemWallClock().now
        // The demo's time is made up, so nobody need doubt it.
        start.trusted = true
        let time = SiteTime(
            clock: clock, wallClock: ScaledWallClock(clock: clock, start: start), network: ContinuousClock())
        let (cloudPorts, cloudSink) = AsyncStream<Int>.makeStream()
        let (officePorts, officeSink) = AsyncStream<Int>.makeStream()
        let site = try DemoSite(
            folder: folder, time: time, didBindCloud: { cloudSink.yield($0) }, didBindOffice: { officeSink.yield($0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await site.cloud.run() }
            group.addTask { try await site.office.run() }
            guard let cloudPort = await cloudPorts.first(where: { _ in true }),
                let officePort = await officePorts.first(where: { _ in true })
            else { return }
            let path = try site.configure(cloudPort: cloudPort, officePort: officePort, profiles: profiles)
            try await run(site, try Configuration.load(path: path), time)
            group.cancelAll()
        }
    }

    private func run(_ site: DemoSite, _ configuration: Configuration, _ time: SiteTime) async throws {
        let handler = LineLogHandler(logLevel: .error, wallClock: time.wallClock)
        let daemon = try await Daemon(
            configuration, time: time, logger: Logger(label: "ohmstead") { _ in handler })
        let bindings = daemon.gateway.bindings
        let narrator = Narrator(
            journal: daemon.gateway.journal, cloud: site.cloud, office: site.office, wallClock: time.wallClock,
            zone: try SiteTimeZone(name: configuration.site.timeZone))
        let announcement = Announcement(bindings: bindings) { StandardStream.output.write(welcome($0, site)) }
        try await daemon.run(beside: [
            announcement, narrator, DemoDevices(site: site, bindings: bindings, time: time),
        ])
        StandardStream.output.write(
            "\nStopped. The cloud has \(site.cloud.books.sessions.count) sessions, and the back office "
                + "\(site.office.books.transactions.count) transactions. Look at \(folder)/ohmstead.db.\n")
    }

    private func prepareFolder() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["ohmstead.db", "ohmstead.db-wal", "ohmstead.db-shm"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        }
    }

    private func welcome(_ ports: Bindings.Ports, _ site: DemoSite) -> String {
        let page = "http://127.0.0.1:\(ports.console ?? 0)/"
        return """
            Ohmstead \(Gateway.version) with a simulated site, \(speed) times faster than life. Ctrl-C ends it.

              page       \(page)
              API        \(page)api/v1/status
              wallboxes  ws://127.0.0.1:\(ports.stations ?? 0)/ocpp/<id>
              database   \(folder)/ohmstead.db
              ask it     \(CommandLine.arguments[0]) status --socket \(folder)/ohmstead.sock

              CP1 and CP2 speak OCPP 1.6, CP3 speaks 2.0.1; a meter on a serial line counts for CP1.
              carport cannot talk; a meter on the network sees its sessions.
              The cloud is ChargeReport's push API; the back office speaks OCPP 2.0.1 with all four.


            """
    }
}
