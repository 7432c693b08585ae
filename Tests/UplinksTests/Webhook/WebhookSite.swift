import Charging
import FoundationEssentials
import Logging
import Simulator
import Uplinks

/// A receiver on loopback, and a webhook whose secret is in a file.
struct WebhookSite: Sendable {
    static let secret = "a secret of the receiver"

    let receiver: SimulatedReceiver
    let wallClock: ManualWallClock
    let clock: ManualClock
    let url: String
    let folder: URL

    var secretFile: String { folder.appending(path: "secret").path }

    func write(secret: String) throws { try Data(secret.utf8).write(to: URL(filePath: secretFile)) }

    /// An uplink as it is after a start of the daemon.
    func webhook(readings: Bool = true, stations: Set<StationID>? = nil, url other: String? = nil) -> Webhook {
        Webhook(
            configuration: .init(
                name: "erp", url: other ?? url, secret: .file(path: secretFile), sendsReadings: readings,
                stations: stations),
            poster: HTTPPoster(url: other ?? url, clock: clock, keeping: Webhook.connectionKept), wallClock: wallClock)
    }

    static func with<R: Sendable>(_ body: @escaping @Sendable (WebhookSite) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ohmstead-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (ports, announcer) = AsyncStream.makeStream(of: Int.self)
        let receiver = SimulatedReceiver(
            logger: Logger(label: "receiver") { _ in SwiftLogNoOpLogHandler() }, didBind: { announcer.yield($0) })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await receiver.run() }
            var bound = ports.makeAsyncIterator()
            let port = await bound.next() ?? 0
            let site = WebhookSite(
                receiver: receiver, wallClock: ManualWallClock(), clock: ManualClock(),
                url: "http://127.0.0.1:\(port)/charging", folder: folder)
            try site.write(secret: secret + "\n")
            defer { group.cancelAll() }
            return try await body(site)
        }
    }
}
