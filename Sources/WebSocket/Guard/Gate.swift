import Logging
import Synchronization

/// Decides which sockets come in, and keeps the books about all of them.
///
/// What it knows of an address goes when the address has no socket and no recent past, so a flood of addresses costs a
/// bounded amount of memory.
final class Gate: Sendable {
    /// Addresses without a socket that are remembered for the rate of their arrivals, and reasons told per address.
    fileprivate static let memory = 4096
    private static let reasons = 16
    /// Banned addresses that the statistics name.
    private static let toldBans = 32

    fileprivate struct Visitor {
        var open = 0
        var arrivals: TokenBucket
    }

    fileprivate struct State {
        var visitors: [IPAddress: Visitor] = [:]
        var bans: Bans?
        var statistics = ListenerStatistics()
        /// What was logged already, so that a wallbox that tries for hours is told of once.
        var told: [IPAddress: Set<String>] = [:]
    }

    let turnstile: Turnstile
    private let state: Mutex<State>
    private let limits: ListenerLimits
    private let maxConnections: Int
    private let now: @Sendable () -> Duration
    private let logger: Logger

    init(configuration: ListenerConfiguration, clock: some Clock<Duration>, logger: Logger) {
        limits = configuration.limits
        maxConnections = configuration.maxConnections
        let start = clock.now
        now = { start.duration(to: clock.now) }
        self.logger = logger
        turnstile = Turnstile(
            places: configuration.limits.handshakesAtOnce, longestTurn: configuration.limits.longestTurn)
        state = Mutex(State(bans: configuration.limits.bans.map { Bans($0) }))
    }

    var statistics: ListenerStatistics {
        state.withLock { state in
            var statistics = state.statistics
            let banned = state.bans?.banned(at: now()) ?? []
            statistics.bannedNow = banned.count
            statistics.banned = banned.prefix(Self.toldBans).map {
                BannedAddress(address: $0.address.description, remaining: $0.remaining)
            }
            statistics.mostOpen = maxConnections
            (statistics.inLine, statistics.longestLine) = turnstile.waiting
            return statistics
        }
    }

    /// Takes a socket in, or says why not. Whoever is taken in must `leave`.
    func enter(_ address: IPAddress?) -> Rejection? {
        let now = now()
        let rejection = state.withLock { state in state.enter(address, at: now, limits, maxConnections) }
        if let rejection, let address { tell("Connection turned away.", address, rejection.rawValue) }
        return rejection
    }

    func leave(_ address: IPAddress?) {
        state.withLock { state in
            state.statistics.open -= 1
            guard let address, var visitor = state.visitors[address] else { return }
            visitor.open -= 1
            state.visitors[address] = visitor
        }
    }

    func count(_ field: WritableKeyPath<ListenerStatistics, Int>) {
        state.withLock { $0.statistics[keyPath: field] += 1 }
    }

    /// The address did something wrong; too much of it, and it is banned.
    func blame(_ address: IPAddress?, _ offence: Offence) {
        guard let address, !(limits.sparesLoopback && address.isLoopback) else { return }
        let now = now()
        let ban = state.withLock { state -> Duration? in
            guard let ban = state.bans?.offend(address, at: now) else { return nil }
            state.statistics.bans += 1
            return ban
        }
        guard let ban else { return }
        logger.warning(
            "Address banned.",
            metadata: ["remote": "\(address)", "reason": "\(offence.rawValue)", "seconds": "\(ban.components.seconds)"])
    }

    /// `false` when the address was not banned.
    func pardon(_ address: IPAddress) -> Bool {
        let now = now()
        return state.withLock { state in
            let wasBanned = state.bans?.isBanned(address, at: now) ?? false
            state.bans?.pardon(address)
            state.told[address] = nil
            return wasBanned
        }
    }

    /// The address got in: what was wrong with it is told again when it comes back.
    func welcome(_ address: IPAddress?) {
        state.withLock { state in
            state.statistics.admitted += 1
            if let address { state.told[address] = nil }
        }
    }

    /// Logs a reason once for each address.
    func tell(_ message: Logger.Message, _ address: IPAddress?, _ reason: String) {
        if let address {
            let isNew = state.withLock { state in
                if state.told[address] == nil, state.told.count >= Self.memory { state.told.removeAll() }
                guard state.told[address, default: []].count < Self.reasons else { return false }
                return state.told[address, default: []].insert(reason).inserted
            }
            guard isNew else { return }
        }
        let remote = address.map { "\($0)" } ?? "unknown"
        logger.warning(message, metadata: ["remote": "\(remote)", "reason": "\(reason)"])
    }
}

extension Gate.State {
    fileprivate mutating func enter(
        _ address: IPAddress?, at now: Duration, _ limits: ListenerLimits, _ maxConnections: Int
    ) -> Rejection? {
        statistics.accepted += 1
        if let rejection = judge(address, at: now, limits, maxConnections) {
            statistics.count(rejection)
            return rejection
        }
        statistics.open += 1
        if let address { visitors[address]?.open += 1 }
        return nil
    }

    private mutating func judge(
        _ address: IPAddress?, at now: Duration, _ limits: ListenerLimits, _ maxConnections: Int
    ) -> Rejection? {
        if let address {
            guard limits.allows(address) else { return .network }
            if bans?.isBanned(address, at: now) == true { return .ban }
            let rate = limits.arrivalsPerAddress
            if visitors[address] == nil { forget(limits, at: now.nanoseconds) }
            var visitor =
                visitors[address] ?? Gate.Visitor(arrivals: TokenBucket(rate, at: now.nanoseconds))
            if !(limits.sparesLoopback && address.isLoopback) {
                guard visitor.open < limits.connectionsPerAddress else { return .addressLimit }
                guard visitor.arrivals.takeIfAny(rate, at: now.nanoseconds) else { return .rate }
            }
            visitors[address] = visitor
        } else if !limits.allowed.isEmpty {
            // It closed before anyone could see where it came from.
            return .network
        }
        return statistics.open < maxConnections ? nil : .limit
    }

    /// Drops addresses without a socket once there are many, first those whose arrivals are no longer of interest.
    private mutating func forget(_ limits: ListenerLimits, at now: UInt64) {
        guard visitors.count >= statistics.open + 2 * Gate.memory else { return }
        let present = visitors.filter { $0.value.open > 0 }
        let rate = limits.arrivalsPerAddress
        let recent = visitors.lazy.filter { _, visitor in
            var arrivals = visitor.arrivals
            return visitor.open == 0 && !arrivals.isFull(rate, at: now)
        }
        visitors = present.merging(recent.prefix(Gate.memory).map { ($0.key, $0.value) }) { kept, _ in kept }
    }
}

extension ListenerStatistics {
    fileprivate mutating func count(_ rejection: Rejection) {
        switch rejection {
        case .network: refusedByNetwork += 1
        case .ban: refusedByBan += 1
        case .addressLimit: refusedByAddressLimit += 1
        case .rate: refusedByRate += 1
        case .limit: refusedByLimit += 1
        }
    }
}

extension Duration {
    /// From zero on; never negative.
    fileprivate var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(seconds, 0)) * 1_000_000_000 + UInt64(max(attoseconds, 0)) / 1_000_000_000
    }
}
