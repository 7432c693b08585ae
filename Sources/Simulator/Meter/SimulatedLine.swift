package import Charging
import ServiceLifecycle
import Synchronization

/// A serial line with many meters on it, SDM630s that do not exist: as slow as a real one, and with faults of each meter.
package final class SimulatedLine: Service {
    package enum Kind: String, CaseIterable, Sendable {
        case pty
        /// A serial server that passes bytes on.
        case tcp
    }

    /// What was asked, in the order it was heard.
    package struct Request: Hashable, Sendable {
        package var unit: UInt8
        package var isWrite: Bool
        package var address: Int
    }

    package let endpoint: SimulatedMeter.Endpoint
    private let server: RTUServer
    private let turnaround: Duration
    private let wallClock: any WallClock
    private let state: Mutex<State>

    private struct State {
        var models: [UInt8: MeterModel]
        var requests: [Request] = []
        var counts: [UInt8: Int] = [:]
        /// How many answers of a unit get a wrong checksum.
        var spoilt: [UInt8: Int] = [:]
    }

    private static let mostRequests = 100_000

    /// `baud` 0 is a line without a speed. `turnaround` is what a meter takes to think.
    package init(
        _ kind: Kind = .pty, baud: Int = 0, turnaround: Duration = .zero, units: [UInt8],
        wallClock: any WallClock
    ) throws(SimulatedMeterError) {
        server = try RTUServer(isTCP: kind == .tcp, baud: baud)
        endpoint = server.endpoint
        self.turnaround = turnaround
        self.wallClock = wallClock
        let now = wallClock.now.monotonic
        let models = units.map { unit in
            (unit, MeterModel(serialNumber: 20_300_000 + UInt32(unit), wattHours: Int64(unit) * 1000, at: now))
        }
        state = Mutex(State(models: Dictionary(models) { first, _ in first }))
    }

    /// Answers until graceful shutdown or cancellation.
    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await onOwnThread(named: "simulated line") { [self] in server.serve { react(to: $1, unit: $0) } }
        } onCancelOrGracefulShutdown: { [server] in
            server.stop()
        }
    }

    /// The next so many requests to this unit meet a fault; `nil` ends it.
    package func inject(_ fault: MeterFault?, unit: UInt8, times: Int = .max) {
        state.withLock { $0.models[unit]?.inject(fault, times: times) }
    }

    /// The next so many answers of this unit have a wrong checksum.
    package func spoil(unit: UInt8, times: Int) { state.withLock { $0.spoilt[unit] = times } }

    /// Everything that was heard so far.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// How often each unit was asked, those that are not there included.
    package var counts: [UInt8: Int] { state.withLock { $0.counts } }

    /// The shortest time between the end of an answer and the next request.
    package var shortestSilence: Duration? { server.shortestSilence }

    private func react(to request: ModbusRequest, unit: UInt8) -> RTUServer.Reaction {
        let now = wallClock.now.monotonic
        return state.withLock { state in
            state.counts[unit, default: 0] += 1
            if state.requests.count < Self.mostRequests {
                state.requests.append(Request(unit: unit, isWrite: request.isWrite, address: request.address))
            }
            guard var model = state.models[unit] else { return .silence }
            model.advance(to: now)
            let fault = model.nextFault()
            state.models[unit] = model
            var answer = frame(for: request, fault, model, unit: unit).withChecksum
            if let spoilt = state.spoilt[unit], spoilt > 0 {
                state.spoilt[unit] = spoilt - 1
                answer[answer.count - 1] ^= 0xFF
            }
            switch fault {
            case .silent: return .silence
            case .hangUp: return .hangUp
            case .late(let delay): return .answer(answer, after: turnaround + delay)
            case nil, .wrongUnit, .exception, .zeros: return .answer(answer, after: turnaround)
            }
        }
    }

    private func frame(
        for request: ModbusRequest, _ fault: MeterFault?, _ model: MeterModel, unit: UInt8
    ) -> RTUFrame {
        switch fault {
        case .exception(let code): .exception(code, to: request, unit: unit)
        case .wrongUnit: .answer(to: request, from: model.registers.image, unit: unit &+ 1)
        case .zeros: .answer(to: request, from: SDM630Registers().image, unit: unit)
        case nil, .silent, .late, .hangUp: .answer(to: request, from: model.registers.image, unit: unit)
        }
    }
}
