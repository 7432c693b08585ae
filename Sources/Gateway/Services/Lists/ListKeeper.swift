import Charging
import Journal
import Logging
import ServiceLifecycle
import Stations

/// Keeps the lists of stations that can have one like the site's: one station after the other, and with more and more
/// patience where one refuses.
actor ListKeeper: Service {
    private struct Memory {
        /// Of the connection the rest was learned on.
        var since: Timestamp
        var isWithoutList = false
        var failures = 0
        var notBefore: Timestamp?
        /// The version it is known to have.
        var version: Int?
    }

    private let journal: Journal
    private let registry: Registry
    private let commands: CommandDesk
    /// The clouds that may keep the lists of their stations.
    private let deciders: [StationID: UplinkName]
    private let isAutomatic: Bool
    private let clock: any Clock<Duration>
    private let wallClock: any WallClock
    private let logger: Logger

    private var memories: [StationID: Memory] = [:]
    /// The version each took from here last.
    private var sent: [StationID: Int] = [:]
    private var isBusy = false

    private static let interval = Duration.seconds(20)
    private static let longestWait = Duration.hours(1)

    init(
        journal: Journal, registry: Registry, commands: CommandDesk, deciders: [StationID: UplinkName] = [:],
        isAutomatic: Bool, clock: any Clock<Duration>,
        wallClock: any WallClock, logger: Logger
    ) {
        self.journal = journal
        self.registry = registry
        self.commands = commands
        self.deciders = deciders
        self.isAutomatic = isAutomatic
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
    }

    func run() async throws {
        guard isAutomatic else { return }
        await cancelWhenGracefulShutdown { await self.keep() }
    }

    private func keep() async {
        while (try? await clock.sleep(for: Self.interval)) != nil { await bringUpOne() }
    }

    /// The next station that may be behind; one a round, so that no station and no journal is hammered.
    func bringUpOne() async {
        let site = await journal.site()
        let list = site.settled.localList
        let now = wallClock.now.at
        for presence in await registry.presences where presence.isOnline && presence.boot != nil {
            if memories[presence.station]?.since != presence.since {
                memories[presence.station] = Memory(since: presence.since)
            }
            guard let memory = memories[presence.station], !memory.isWithoutList,
                cloudKeeping(presence.station, site) == nil,
                memory.version != list.version, memory.notBefore.map({ $0 <= now }) ?? true
            else { continue }
            _ = await push(to: presence.station, origin: "gateway")
            return
        }
    }

    /// The cloud that keeps the list of that station, and still decides there.
    private func cloudKeeping(_ station: StationID, _ site: Site) -> UplinkName? {
        site.stations[station]?.listKeeper.flatMap { deciders[station] == $0 ? $0 : nil }
    }

    /// Brings a station up to the site's list now, whatever came of it before.
    func push(to station: StationID, origin: String) async -> ListPush {
        if let cloud = cloudKeeping(station, await journal.site()) {
            return ListPush(
                station, .failed,
                reason: "Its list is kept by \(cloud); the site's tags go into it when \(cloud) sends its own.")
        }
        guard !isBusy else {
            return ListPush(station, .failed, reason: "Another station's list is being sent; try again in a moment.")
        }
        isBusy = true
        defer { isBusy = false }
        let delivery = ListDelivery(commands: commands, journal: journal, origin: origin)
        let push = await delivery.bringUp(station, sent: sent[station])
        remember(push)
        return push
    }

    private func remember(_ push: ListPush) {
        if let version = push.version, push.outcome == .sent || push.outcome == .upToDate {
            sent[push.station] = version
        }
        guard var memory = memories[push.station] else { return }
        switch push.outcome {
        case .sent, .upToDate:
            memory.version = push.version
            memory.failures = 0
            memory.notBefore = nil
        case .unsupported: memory.isWithoutList = true
        case .failed:
            memory.failures += 1
            let wait = min(Duration.minutes(1) * (1 << min(memory.failures - 1, 10)), Self.longestWait)
            memory.notBefore = wallClock.now.at + wait
            logger.warning(
                "A station's list of tags could not be brought up to date.",
                metadata: ["station": "\(push.station)", "reason": "\(push.reason ?? "")"])
        }
        memories[push.station] = memory
    }
}
