import Charging
import Metering

/// What a wallbox is to do, as the registers that say it.
///
/// A limit means the same as with OCPP: it holds for its time, then the safe current. While the gateway lives it sees to
/// that itself; where the wallbox has a watchdog, the wallbox does when the gateway is gone.
struct WallboxOrders: Sendable {
    let profile: WallboxProfile
    /// What the installation allows.
    let most: ExactDecimal
    private(set) var limit: CurrentLimit?
    /// Until when the limit holds; then its safe current does.
    private var expiry: Duration?
    /// Charging was stopped from here, until the plug is pulled or somebody starts it.
    var isHeld = false
    /// Somebody wants that it charges, or nobody is there who does not.
    var isReleased = false

    /// A limit of an earlier run is over.
    init(_ profile: WallboxProfile, most: ExactDecimal, earlier: CurrentLimit?) {
        self.profile = profile
        self.most = most
        limit = earlier
    }

    mutating func take(_ limit: CurrentLimit, at now: Duration) {
        self.limit = limit
        expiry = now + .seconds(limit.fallbackSeconds)
    }

    /// What it may draw now, as its register can say it; `nil` where nobody ever said.
    func amperes(at now: Duration) -> ExactDecimal? { wanted(at: now).map(taken) }

    private func wanted(at now: Duration) -> ExactDecimal? {
        limit.map { usable(expiry.map { now < $0 } == true ? $0.amperes : $0.safeAmperes) }
    }

    func isPaused(at now: Duration) -> Bool { isHeld || amperes(at: now) == ExactDecimal(0) }

    /// How long it may stay without a word before it falls to its safe current; `nil` where it never does.
    var patience: Duration? {
        if profile.hasSafeCurrent, limit != nil { return .seconds(watchSeconds) }
        return profile.watchdog.flatMap(\.seconds).map { .seconds($0) }
    }

    /// How often everything is written again; `nil` where something else feeds the watchdog, for a wallbox may keep
    /// what is written in a memory that wears out.
    var renewal: Duration? {
        guard profile.watchdog?.fedBy == .limit, let patience else { return nil }
        return max(.seconds(1), patience / 3)
    }

    /// What the wallbox falls to, and after how long.
    var fallback: (amperes: ExactDecimal, seconds: Int)? {
        guard profile.hasSafeCurrent, let limit else { return nil }
        return (taken(usable(limit.safeAmperes)), watchSeconds)
    }

    /// Everything it has to be told, the watchdog first, so that it watches over what follows.
    func writes(at now: Duration) -> [RegisterWrite] { watchdogWrites + runningWrites(at: now) }

    private var watchdogWrites: [RegisterWrite] {
        guard let limit, let current = profile.failSafeCurrent, let timeout = profile.failSafeTimeout else {
            return []
        }
        let wanted = usable(limit.safeAmperes)
        let safe = [current.writes(wanted), current.pauseWrites, current.writes(ExactDecimal(6))]
        return (safe.first { !$0.isEmpty } ?? []) + timeout.writes(ExactDecimal(Int64(watchSeconds)))
    }

    private func runningWrites(at now: Duration) -> [RegisterWrite] {
        let wanted = wanted(at: now)
        if isPaused(at: now) { return (profile.enable?.write(false)).map { [$0] } ?? profile.limit.pauseWrites }
        guard wanted != nil || isReleased || wantsWords else { return [] }
        // Without a limit of its own, a wallbox that has a switch keeps the current it has.
        let current = wanted ?? (profile.enable == nil || wantsWords ? most : nil)
        return (current.map(profile.limit.writes) ?? []) + [profile.enable?.write(true)].compactMap { $0 }
    }

    /// Left alone it falls to its safe current, or fell to it before the gateway came, and the gateway has nothing
    /// against more.
    private var wantsWords: Bool { profile.watchdog?.seconds != nil }

    private var watchSeconds: Int {
        let wanted = limit?.fallbackSeconds ?? 180
        guard let timeout = profile.failSafeTimeout else { return wanted }
        return min(max(wanted, timeout.least), timeout.most)
    }

    /// A current that can be announced to a car, or none.
    private func usable(_ amperes: ExactDecimal) -> ExactDecimal { SafeCurrent.usable(min(amperes, most)) }

    /// What the register makes of it, in tenths; none where that is less than it takes. It may be a little below 6 A,
    /// where the steps are coarse. What is written comes from what was wanted: rounded twice it would lose a step more.
    private func taken(_ wanted: ExactDecimal) -> ExactDecimal {
        profile.limit.rounded(wanted)?.floored(places: 1).flatMap { ExactDecimal(digits: $0, scale: 1) }
            ?? ExactDecimal(0)
    }
}
