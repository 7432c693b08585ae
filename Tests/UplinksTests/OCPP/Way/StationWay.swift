import Charging
import FoundationEssentials
import Journal
import Simulator
import Testing

@testable import Uplinks

/// One station's way to a CSMS, its pump, and the link's own clock.
struct StationWay: Sendable {
    let station: StationID
    let lane: Lane
    let link: CSMSLink
    let pump: Pump
    let control: LaneControl
    let clock: ManualClock
    let logs: LogBook
    private let wallClock: ManualWallClock
    /// What was in the way before the last attempt.
    private let known = Watched<Timestamp?>(nil)

    init(_ setup: WaySite.Setup, _ number: Int, _ site: JournalSite, port: Int, password: URL) throws {
        station = setup.stations[number]
        let journal = site.journal
        (control, clock, logs, wallClock) = (LaneControl(journal: journal), ManualClock(), LogBook(), site.wallClock)
        var lane = Lane.Configuration(
            uplink: "cloud", station: station, meter: setup.meter, preset: setup.preset, controls: setup.controls,
            lateRefusal: setup.lateRefusal)
        // The lane must not begin after what a test records first.
        lane.tellsHistory = true
        let path = setup.habits.identifiesByToken ? "cp/tok-\(station)" : "ocpp"
        var configuration = CSMSWay.Configuration(
            lane: lane, identity: station.rawValue,
            address: try CSMSAddress("ws://127.0.0.1:\(port)/\(path)", hidesPath: setup.habits.identifiesByToken),
            version: setup.version)
        if !setup.habits.identifiesByToken {
            configuration.credentials = .password(.file(path: password.path), form: .text)
        }
        let way = CSMSWay(
            configuration, control: control, journal: journal,
            standing: { [station] in
                let through = await journal.lastSeq()
                let ledger = await journal.site().stations[station] ?? StationLedger()
                let statuses = ledger.evses.sorted { $0.key < $1.key }.compactMap(\.value.status)
                return Standing(boot: ledger.boot, statuses: statuses, through: through)
            }, clock: clock, wallClock: site.wallClock, jitter: setup.jitter(number), logger: logs.logger)
        (self.lane, link) = (way.lane, way.link)
        pump = site.pump(way.lane)
    }

    /// The link's state, once it is as wished; the suite's time limit is the other way out.
    @discardableResult
    func state(
        _ location: SourceLocation = #_sourceLocation,
        where isReached: @escaping @Sendable (CSMSLink.State) -> Bool
    ) async -> CSMSLink.State {
        await link.state.wait { isReached($0) }
        if Task.isCancelled {
            Issue.record("The link is not so in time: \(link.state.value)", sourceLocation: location)
        }
        return link.state.value
    }

    func isOnline(_ location: SourceLocation = #_sourceLocation) async { await state(location) { $0.online != nil } }
    func isAway(_ location: SourceLocation = #_sourceLocation) async {
        await state(location) { $0.conversation == nil && $0.online == nil }
    }

    /// How the attempt ends that is under way, or ended last: `nil` when the CSMS listens, else what is in the way until
    /// the next one.
    func outcome(_ location: SourceLocation = #_sourceLocation) async -> Obstacle? {
        let known = known.value
        let state = await state(location) { $0.online != nil || $0.isWaiting && $0.obstacle?.until != known }
        return state.online == nil ? state.obstacle : nil
    }

    /// Time passes until the next attempt, if it has not already. While it waits for that, nobody else sleeps by its clock.
    func dial(after obstacle: Obstacle) async {
        guard let until = obstacle.until else { return }
        known.change { $0 = until }
        await clock.sleepers(1)
        wallClock.advance(by: max(.zero, until - wallClock.now.at))
        clock.advanceToNext()
    }

    /// So much time passes for a link that waits; returns whether an attempt begins by that.
    func wait(for span: Duration) async -> Bool {
        await clock.sleepers(1)
        let until = link.obstacle?.until
        guard clock.advance(by: span) > 0 else { return false }
        known.change { $0 = until }
        return true
    }

    /// Time passes until the CSMS listens; returns what was in the way at each attempt.
    @discardableResult
    func comeBack(_ location: SourceLocation = #_sourceLocation) async -> [Obstacle] {
        var obstacles: [Obstacle] = []
        while !Task.isCancelled, let obstacle = await outcome(location) {
            obstacles.append(obstacle)
            await dial(after: obstacle)
        }
        return obstacles
    }
}

extension CSMSLink.State {
    /// It has no connection, and its next attempt is still to come.
    var isWaiting: Bool { conversation == nil && online == nil && obstacle?.until != nil }
}

extension Jitter {
    /// The first attempt is made at once, and the others as late as they may.
    static var unhurried: Jitter {
        let draws = Watched(0.0)
        return Jitter {
            draws.change { draw in
                defer { draw = 1 }
                return draw
            }
        }
    }

    /// The same chances in every run, and others for each number.
    static func numbered(_ number: Int) -> Jitter {
        let numbers = Watched(RandomSite.Numbers(seed: UInt64(number)))
        return Jitter { numbers.change { Double.random(in: 0...1, using: &$0) } }
    }
}
