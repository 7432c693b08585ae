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
    /// A wallbox that answers.
    struct Contact {
        var boot: Boot
        var connection: Int
        var isSetUp = false
    }

    let wallbox: PolledWallbox
    let bus: Bus
    let registry: Registry
    let health: Health
    let environment: StationEnvironment
    let elapsed: @Sendable () -> Duration

    private var places: [WallboxPlace]
    var contact: Contact?
    var visit: Registry.Visit?
    var toldBoot: Boot?
    var misses = 0
    /// When it answered last.
    var answeredAt: Duration?
    var isRecordingFailing = false

    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private static let mostWaiting = 16

    package nonisolated var station: StationID { wallbox.id }

    /// `earlierLimits` are the last ones the record has, oldest first: their safe currents count until there are newer
    /// ones.
    package init(
        _ wallbox: PolledWallbox, bus: Bus, registry: Registry, health: Health, earlierLimits: [CurrentLimit] = [],
        environment: StationEnvironment
    ) {
        self.wallbox = wallbox
        self.bus = bus
        self.registry = registry
        self.health = health
        self.environment = environment
        elapsed = stopwatch(environment.clock)
        places = (1...wallbox.evses).map { evse in
            let earlier = earlierLimits.last { $0.evse == evse || $0.evse == 0 }
            return WallboxPlace(
                orders: WallboxOrders(wallbox.profile, most: wallbox.mostAmperes, earlier: earlier))
        }
    }

    var evses: ClosedRange<Int> { 1...places.count }

    subscript(evse: Int) -> WallboxPlace {
        get { places[evse - 1] }
        set { places[evse - 1] = newValue }
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
    /// How many EVSEs it has.
    package let evses: Int

    package init(
        id: StationID, unit: UInt8, profile: WallboxProfile, interval: Duration = .seconds(5),
        mostAmperes: ExactDecimal? = nil, evses: Int = 1
    ) {
        self.id = id
        self.unit = unit
        self.profile = profile
        // A visit is a heartbeat, too.
        let beat = profile.heartbeat.map { Duration.seconds($0.seconds) } ?? interval
        self.interval = max(min(interval, beat), .milliseconds(100))
        self.mostAmperes = mostAmperes ?? ExactDecimal(Int64(profile.limit.most))
        self.evses = min(max(evses, 1), profile.mostEVSEs)
    }
}
