import Charging
import Simulator
import Synchronization

/// Tests have tags, too.
typealias Tag = Charging.Tag

/// A site that lives in memory: what is recorded counts at once, and stays for the test to look at.
final class MemorySite: Recorder {
    private let state: Mutex<(site: Site, events: [Event])>
    let wallClock: ManualWallClock
    /// What the disk says from now on.
    private let failure = Mutex<RecordingError?>(nil)

    init(wallClock: ManualWallClock = ManualWallClock()) {
        self.wallClock = wallClock
        state = Mutex((Site(rules: SiteRules(), firstTransaction: TransactionID(1)!), []))
    }

    var site: Site { state.withLock { $0.site } }
    var events: [Event] { state.withLock { $0.events } }
    var settled: Settled { site.settled }
    var now: Timestamp { wallClock.now.at }

    func fail(_ error: RecordingError?) { failure.withLock { $0 = error } }

    func record(_ event: Event) async throws(RecordingError) -> Answer {
        if let error = failure.withLock({ $0 }) { throw error }
        let stamp = wallClock.now
        return state.withLock { state in
            state.events.append(event)
            return (try? state.site.apply(event, at: stamp, history: NoHistory()).answer) ?? .refused("It was refused.")
        }
    }

    func happens(_ event: StationEvent, at station: StationID) async throws {
        _ = try await record(.station(station, event))
    }

    func starts(_ tag: String?, on evse: Int, at station: StationID) async throws {
        try await happens(
            .started(TransactionStart(evse: evse, tag: tag, register: ExactDecimal(0), timestamp: now)), at: station)
    }

    func shows(_ state: ConnectorState, on evse: Int, at station: StationID) async throws {
        try await happens(.status(ConnectorStatus(evse: evse, state: state)), at: station)
    }

    func lists(_ records: [TagRecord]) async throws {
        let update = LocalListUpdate(
            version: settled.localList.version + 1, kind: .differential, changes: records.map { .init($0) })
        _ = try await record(.settlement(.localList(update)))
    }

    func reserves(_ tag: String, on evse: Int?, at station: StationID, id: Int = 7, group: String? = nil) async throws {
        let driver = TagHolder(tag: Tag(tag)!, group: group.flatMap { Tag($0) })
        _ = try await record(
            .settlement(
                .reserved(
                    Reservation(
                        id: id, station: station, evse: evse, driver: driver, expires: now + .hours(1), created: now))))
    }
}
