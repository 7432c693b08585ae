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
        package var function: UInt8
        package var address: Int
        package var count: Int

        package var isWrite: Bool { function == 6 || function == 16 }
    }

    /// What passed over the line in some time.
    package struct Traffic: Hashable, Codable, Sendable {
        package struct Unit: Hashable, Codable, Sendable {
            /// How often its import register was read.
            package var reads = 0
            /// The longest time between two of those, in milliseconds; the first of a time is compared to the last of
            /// the time before.
            package var longestMilliseconds = 0.0
        }

        package var seconds = 0.0
        package var requests = 0
        /// Of requests and answers together.
        package var characters = 0
        package var units: [String: Unit] = [:]
        /// Which input registers were asked for together, as `first:count`, and how often.
        package var blocks: [String: Int] = [:]
    }

    package let endpoint: SimulatedMeter.Endpoint
    private let server: RTUServer
    private let map: any RegisterMap = SDM630Map()
    private let turnaround: Duration
    private let wallClock: any WallClock
    private let state: Mutex<State>

    private struct State {
        var models: [UInt8: MeterModel]
        var requests: [Request] = []
        var counts: [UInt8: Int] = [:]
        var traffic = Traffic()
        var trafficSince = ContinuousClock.now
        var lastRead: [UInt8: ContinuousClock.Instant] = [:]

        mutating func note(_ request: Request, characters: Int, isAnswered: Bool) {
            counts[request.unit, default: 0] += 1
            if requests.count < SimulatedLine.mostRequests { requests.append(request) }
            traffic.requests += 1
            traffic.characters += characters
            if request.function == 4 { traffic.blocks["\(request.address):\(request.count)", default: 0] += 1 }
            let registers = request.address..<request.address + request.count
            guard isAnswered, request.function == 4, registers.contains(SDM630Registers.importAddress) else { return }
            let now = ContinuousClock.now
            var unit = traffic.units["\(request.unit)"] ?? Traffic.Unit()
            unit.reads += 1
            if let last = lastRead[request.unit] {
                unit.longestMilliseconds = max(unit.longestMilliseconds, last.duration(to: now) / .milliseconds(1))
            }
            traffic.units["\(request.unit)"] = unit
            lastRead[request.unit] = now
        }
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

    /// Everything that was heard so far.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// How often each unit was asked, those that are not there included.
    package var counts: [UInt8: Int] { state.withLock { $0.counts } }

    /// What passed since this was last asked.
    package func takeTraffic() -> Traffic {
        state.withLock { state in
            let now = ContinuousClock.now
            var traffic = state.traffic
            traffic.seconds = state.trafficSince.duration(to: now) / .seconds(1)
            (state.traffic, state.trafficSince) = (Traffic(), now)
            return traffic
        }
    }

    /// The shortest time between the end of an answer and the next request.
    package var shortestSilence: Duration? { server.shortestSilence }

    private func react(to request: ModbusRequest, unit: UInt8) -> RTUServer.Reaction {
        let now = wallClock.now.monotonic
        return state.withLock { state in
            let asked = Request(
                unit: unit, function: request.function, address: request.address, count: request.count)
            guard var model = state.models[unit] else {
                state.note(asked, characters: 8, isAnswered: false)
                return .silence
            }
            model.advance(to: now)
            let fault = model.nextFault()
            state.models[unit] = model
            var answer = frame(for: request, fault, model, unit: unit).withChecksum
            state.note(asked, characters: 8 + answer.count, isAnswered: fault == nil)
            if fault == .wrongChecksum { answer[answer.count - 1] ^= 0xFF }
            switch fault {
            case .silent: return .silence
            case .hangUp: return .hangUp
            case .late(let delay): return .answer(answer, after: turnaround + delay)
            case nil, .wrongUnit, .exception, .zeros, .swappedWords, .wrongChecksum:
                return .answer(answer, after: turnaround)
            }
        }
    }

    private func frame(
        for request: ModbusRequest, _ fault: MeterFault?, _ model: MeterModel, unit: UInt8
    ) -> RTUFrame {
        let image = map.image(of: model, swapsWords: fault == .swappedWords)
        return switch fault {
        case .exception(let code): .exception(code, to: request, unit: unit)
        case .wrongUnit: .answer(to: request, from: image, unit: unit &+ 1)
        case .zeros: .answer(to: request, from: map.zeros, unit: unit)
        case nil, .silent, .late, .hangUp, .swappedWords, .wrongChecksum: .answer(to: request, from: image, unit: unit)
        }
    }
}
