package import Charging
import Logging
package import Metering
import ServiceLifecycle
package import WebSocket

/// A wallbox on a Modbus line, as a station like any other: it is visited, what its registers show becomes the events
/// that an OCPP station would tell, and commands become registers.
///
/// Its transactions have no names of their own: the record gives them ids, and after a restart tells which one runs.
package actor ModbusStation: StationDriver, Service {
    /// What the record says of the wallbox's transaction; `starting` and `ending` wait for the record.
    enum Phase: Hashable {
        case unknown
        case idle
        case starting(TransactionStart)
        case running(TransactionID)
        case ending(TransactionEnd)
    }

    /// A wallbox that answers, and what was written since it does.
    struct Contact {
        var boot: Boot
        var connection: Int
        var isSetUp = false
        var written: [RegisterWrite] = []
        var writtenAt: Duration?
    }

    let wallbox: PolledWallbox
    let bus: Bus
    let registry: Registry
    let health: Health
    let environment: StationEnvironment
    let elapsed: @Sendable () -> Duration

    var orders: WallboxOrders
    var phase = Phase.unknown
    var contact: Contact?
    var visit: Registry.Visit?
    var toldBoot: Boot?
    var toldStatus: ConnectorStatus?
    var reported: Duration?
    /// The last visit, where nothing was missed since.
    var last: WallboxReading?
    /// The last visit of all.
    var lastSeen: (register: ExactDecimal, at: Timestamp)?
    var misses = 0
    var isRecordingFailing = false
    /// Who started from afar, and until when that counts.
    var invitation: (tag: String, until: Duration)?
    /// Charging is being stopped from here, for this reason.
    var stopping: String?
    var isOperative = true

    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private static let mostWaiting = 16

    package nonisolated var station: StationID { wallbox.id }

    /// `earlierLimit` is the last one the record has: its safe current counts until there is a newer one.
    package init(
        _ wallbox: PolledWallbox, bus: Bus, registry: Registry, health: Health, earlierLimit: CurrentLimit? = nil,
        environment: StationEnvironment
    ) {
        self.wallbox = wallbox
        self.bus = bus
        self.registry = registry
        self.health = health
        self.environment = environment
        elapsed = stopwatch(environment.clock)
        orders = WallboxOrders(wallbox.profile, most: wallbox.mostAmperes, earlier: earlierLimit)
    }

    /// Ends on graceful shutdown or cancellation, after the request that is under way.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.walk() }
    }

    private func walk() async {
        while !Task.isCancelled {
            // Whoever is absent may wait long for a probe, and commands are not to wait with it.
            let absence = await knock()
            await enter()
            if let absence { await missed(absence) } else { await look() }
            leave()
            do { try await environment.clock.sleep(for: pause) } catch { break }
        }
        if let visit { await registry.leave(visit) }
        visit = nil
    }

    package func perform(_ command: Command) async throws(CommandError) -> CommandResult {
        guard waiting.count < Self.mostWaiting else { throw .busy }
        await enter()
        defer { leave() }
        return try await carryOut(command)
    }

    /// There is no connection to close: the line belongs to others, too.
    package nonisolated func close(_ code: CloseCode, reason: String) {}

    // One at a time: a command and a visit wait for the line in the middle of what they do.

    private func enter() async {
        guard isTaken else {
            isTaken = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }
}

/// A wallbox on a bus, and how often it is visited.
package struct PolledWallbox: Sendable {
    package var id: StationID
    /// Its Modbus address, 1 to 247; TCP devices also answer to 0 and 255.
    package var unit: UInt8
    package var profile: WallboxProfile
    /// At least 100 ms.
    package var interval: Duration
    /// What the installation allows, in amperes on each phase.
    package var mostAmperes: ExactDecimal

    package init(
        id: StationID, unit: UInt8, profile: WallboxProfile, interval: Duration = .seconds(5),
        mostAmperes: ExactDecimal? = nil
    ) {
        self.id = id
        self.unit = unit
        self.profile = profile
        self.interval = max(interval, .milliseconds(100))
        self.mostAmperes = mostAmperes ?? ExactDecimal(Int64(profile.limit.most))
    }
}
