import Charging
import FoundationEssentials
import Logging
import Simulator
import Uplinks

/// A simulated ChargeReport on loopback, and an uplink whose key is in a file.
struct CloudSite: Sendable {
    static let key = "cr_live_0123456789abcdef"

    let cloud: SimulatedChargeReport
    let endpoint: ChargeReportEndpoint
    let wallClock: ManualWallClock
    let clock: ManualClock
    let logs: LogBook
    let folder: URL

    var keyFile: URL { folder.appending(path: "key") }

    func setKey(_ key: String) throws { try Data((key + "\n").utf8).write(to: keyFile) }

    /// An uplink as it is after a start of the daemon.
    func uplink(
        zone: String = "Europe/Vienna", endpoint other: ChargeReportEndpoint? = nil, pace: Pace = Pace(rest: .zero)
    ) throws -> ChargeReport {
        let endpoint = other ?? endpoint
        return ChargeReport(
            configuration: .init(
                name: "chargereport", endpoint: endpoint, key: .file(path: keyFile.path),
                rules: try .sample(zone: zone)),
            poster: HTTPPoster(url: endpoint.url, clock: clock), pace: pace, wallClock: wallClock,
            jitter: Jitter { 0 }, logger: logs.logger)
    }

    static func with<R: Sendable>(
        requestsPerHour: Int = 100, _ body: @escaping @Sendable (CloudSite) async throws -> R
    ) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wallClock = ManualWallClock()
        let logs = LogBook()
        let (ports, announcer) = AsyncStream.makeStream(of: Int.self)
        let cloud = SimulatedChargeReport(
            configuration: .init(keys: [key], requestsPerHour: requestsPerHour), wallClock: wallClock,
            logger: Logger(label: "cloud") { _ in SwiftLogNoOpLogHandler() }, didBind: { announcer.yield($0) })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await cloud.run() }
            var bound = ports.makeAsyncIterator()
            let port = await bound.next() ?? 0
            let site = CloudSite(
                cloud: cloud, endpoint: try ChargeReportEndpoint(base: "http://127.0.0.1:\(port)"),
                wallClock: wallClock, clock: ManualClock(), logs: logs, folder: folder)
            try site.setKey(key)
            defer { group.cancelAll() }
            return try await body(site)
        }
    }
}

extension ChargeReport {
    /// Delivers, expecting that it does not succeed.
    func failToDeliver(_ entries: [Entry], scratch: any Scratch) async -> DeliveryError? {
        do {
            _ = try await deliver(entries, scratch: scratch)
            return nil
        } catch {
            return error
        }
    }
}
