package import Charging
import ServiceLifecycle
import Synchronization

/// A Modbus wallbox that does not exist, on a TCP port of this machine or on a pseudo terminal.
///
/// It charges what the car takes and its limit allows, and counts that exactly by the wall clock it is given. When
/// nobody asks it anything for the time of its watchdog, it falls to its fail-safe current.
package final class SimulatedModbusWallbox: Service {
    package let kind: ModbusWallboxKind
    package let endpoint: SimulatedMeter.Endpoint
    package let unit: UInt8
    private let server: ModbusServer
    private let wallClock: any WallClock
    private let model: Mutex<ModbusWallboxModel>
    private let isAway = Atomic(false)

    /// Binds at once, so that `endpoint` is known before `run`.
    package init(
        _ kind: ModbusWallboxKind, line: SimulatedMeter.Line = .tcp(), unit: UInt8? = nil,
        serialNumber: UInt32 = 20_301_234, wattHours: Int64 = 0, wallClock: any WallClock
    ) throws(SimulatedMeterError) {
        let model = ModbusWallboxModel(
            serialNumber: serialNumber, wattHours: wattHours, limit: 16_000,
            timeoutMilliseconds: kind.timeoutMilliseconds, at: wallClock.now.monotonic)
        self.kind = kind
        self.unit = unit ?? kind.unit
        self.wallClock = wallClock
        server = try ModbusServer(line: line, unit: unit ?? kind.unit, layout: kind.image(model))
        endpoint = server.endpoint
        self.model = Mutex(model)
    }

    /// Answers until graceful shutdown or cancellation.
    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await onOwnThread(named: "simulated wallbox") { [self] in server.serve(react) }
        } onCancelOrGracefulShutdown: { [server] in
            server.stop()
        }
    }

    /// A car comes that takes so much on each phase; with 0 it only sleeps there.
    package func plugIn(amperes: Int64, tag: UInt32 = 0) {
        change { $0.plugIn(milliamperes: amperes * 1000, tag: tag) }
    }

    package func unplug() { change { $0.unplug() } }

    /// Another wallbox hangs there now.
    package func exchange(serialNumber: UInt32, wattHours: Int64) {
        change { $0.exchange(serialNumber: serialNumber, wattHours: wattHours) }
    }

    /// While it is away it closes connections, and is silent on a serial line.
    package func setAway(_ away: Bool) { isAway.store(away, ordering: .releasing) }

    /// What was written to it, and what comes of that.
    package struct Look: Hashable, Sendable {
        package var limitMilliamperes: Int64
        package var failSafeMilliamperes: Int64
        package var timeoutMilliseconds: Int64
        package var isEnabled: Bool
        package var isOnFailSafe: Bool
        /// On each phase, in mA.
        package var flow: Int64
        package var wattHours: Int64
    }

    package var look: Look {
        change {
            Look(
                limitMilliamperes: $0.limit, failSafeMilliamperes: $0.failSafe,
                timeoutMilliseconds: $0.timeoutMilliseconds, isEnabled: $0.isEnabled, isOnFailSafe: $0.isOnFailSafe,
                flow: $0.flow, wattHours: $0.energy.milliwattHours / 1000)
        }
    }

    private func change<Result: Sendable>(_ body: (inout ModbusWallboxModel) -> Result) -> Result {
        let now = wallClock.now.monotonic
        return model.withLock {
            $0.advance(to: now)
            return body(&$0)
        }
    }

    private func react(to request: ModbusRequest) -> ModbusServer.Reaction {
        guard !isAway.load(ordering: .acquiring) else { return .hangUp }
        guard kind.accepts(request) else { return .exception(2) }
        let now = wallClock.now.monotonic
        let image: RegisterImage? = change { model in
            model.hear(at: now)
            for (index, word) in request.words.enumerated() {
                guard kind.write(word, at: request.address + index, to: &model) else { return nil }
            }
            return kind.image(model)
        }
        return image.map { .answer($0, unit: unit) } ?? .exception(3)
    }
}
