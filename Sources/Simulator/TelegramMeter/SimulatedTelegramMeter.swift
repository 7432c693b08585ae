package import Charging
import Glibc
import ServiceLifecycle
import Synchronization

/// A meter that does not exist and tells what it counts in telegrams, by itself or when it is asked.
package final class SimulatedTelegramMeter: Service {
    package enum Manner: Sendable {
        /// It talks by itself, so often by the clock it is given.
        case pushes(every: Duration)
        /// It talks by itself, whenever the test tells it to.
        case pushesWhenTold
        /// It is asked as IEC 62056-21 mode C has it, and answers with 9600 baud.
        case answers
    }

    package let endpoint: SimulatedMeter.Endpoint
    private let kind: TelegramKind
    private let manner: Manner
    private let clock: any Clock<Duration>
    private let wallClock: any WallClock
    private let port: TelegramPort
    /// Sent in the place of telegrams that are made up.
    private let recording: [UInt8]?
    private let state: Mutex<State>

    private struct State {
        var model: MeterModel
        var fault: (kind: TelegramFault, times: Int)?
        var stuck: [UInt8]?
    }

    /// Binds at once, so that `endpoint` is known before `run`.
    package init(
        _ kind: TelegramKind, line: SimulatedMeter.Line, manner: Manner = .pushes(every: .seconds(1)),
        recording: [UInt8]? = nil, serialNumber: UInt32 = 20_301_234, wattHours: Int64 = 0, clock: any Clock<Duration>,
        wallClock: any WallClock
    ) throws(SimulatedMeterError) {
        self.kind = kind
        self.recording = recording
        self.manner = manner
        self.clock = clock
        self.wallClock = wallClock
        port = try TelegramPort(line: line)
        endpoint = port.endpoint
        let model = MeterModel(serialNumber: serialNumber, wattHours: wattHours, at: wallClock.now.monotonic)
        state = Mutex(State(model: model))
    }

    /// Talks until graceful shutdown or cancellation.
    package func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { [self] in
                    let conversation = Mutex(ReadoutConversation())
                    await onOwnThread(named: "telegram meter") { self.port.serve { self.react($0, conversation) } }
                }
                if case .pushes(let period) = manner { group.addTask { await self.push(every: period) } }
            }
        } onCancelOrGracefulShutdown: { [port] in
            port.stop()
        }
    }

    private func push(every period: Duration) async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.tell()
                do { try await self.clock.sleep(for: period) } catch { return }
            }
        }
    }

    /// Each connection to its TCP port, as it comes; for one listener.
    package var arrivals: AsyncStream<Void> { port.arrivals }

    /// Sends a telegram now, beside those it sends by itself.
    package func tell() { port.send(nextTelegram()) }

    /// Sends these bytes as they are.
    package func send(_ bytes: [UInt8]) { port.send(bytes) }

    /// From now on the load draws this; negative feeds in.
    package func setPower(watts: Int64) { play(.constant(watts: watts)) }

    package func play(_ curve: LoadCurve) {
        let now = wallClock.now.monotonic
        state.withLock { $0.model.play(curve, at: now) }
    }

    /// Another meter hangs there now.
    package func exchange(serialNumber: UInt32, wattHours: Int64) {
        let now = wallClock.now.monotonic
        state.withLock {
            $0.model.advance(to: now)
            $0.model.setImport(wattHours: wattHours)
            $0.model.serialNumber = serialNumber
        }
    }

    /// The next so many telegrams meet this fault; `nil` ends it.
    package func inject(_ fault: TelegramFault?, times: Int = .max) {
        state.withLock {
            $0.fault = fault.map { ($0, times) }
            $0.stuck = nil
        }
    }

    /// Energy imported so far.
    package var importMilliwattHours: Int64 {
        let now = wallClock.now.monotonic
        return state.withLock {
            $0.model.advance(to: now)
            return $0.model.imported.milliwattHours
        }
    }

    private func react(_ bytes: [UInt8], _ conversation: borrowing Mutex<ReadoutConversation>) -> [UInt8] {
        guard case .answers = manner else { return [] }
        switch conversation.withLock({ $0.take(bytes) }) {
        case nil: return []
        case .identification: return hears(at: B300) ? D0Writer.identification : []
        case .data: return changesSpeed(to: B9600) ? nextTelegram() : []
        }
    }

    private var isAsked: Bool {
        if case .answers = manner { true } else { false }
    }

    private func hears(at speed: CInt) -> Bool { port.speed.map { $0 == speed_t(speed) } ?? true }

    /// Whoever asked has to follow to the new speed within the reaction time of section 6.3.2, or understands nothing.
    private func changesSpeed(to speed: CInt) -> Bool {
        let end = ContinuousClock.now + .milliseconds(1500)
        while !hears(at: speed), ContinuousClock.now < end { poll(nil, 0, 10) }
        return hears(at: speed)
    }

    private func nextTelegram() -> [UInt8] {
        let now = wallClock.now
        return state.withLock { state in
            state.model.advance(to: now.monotonic)
            let figures = MeterFigures(
                serialNumber: state.model.serialNumber, importMilliwattHours: state.model.imported.milliwattHours,
                exportMilliwattHours: state.model.exported.milliwattHours, watts: state.model.watts, at: now.at,
                seconds: UInt32(clamping: now.monotonic / 1_000_000))
            let telegram = state.stuck ?? recording ?? kind.telegram(of: figures, isAsked: isAsked)
            guard let fault = state.fault, fault.times > 0 else { return telegram }
            state.fault = (fault.kind, fault.times - 1)
            if fault.kind == .stuck { state.stuck = telegram }
            return fault.kind.applied(to: telegram)
        }
    }
}

/// What can be wrong with what a meter tells.
package enum TelegramFault: Hashable, Sendable {
    case silent
    /// One bit is wrong in the middle.
    case damaged
    /// The end is missing.
    case cut
    /// It says the same again and again, the time and all.
    case stuck

    func applied(to telegram: [UInt8]) -> [UInt8] {
        switch self {
        case .silent: return []
        case .stuck: return telegram
        case .cut: return Array(telegram.prefix(telegram.count / 2))
        case .damaged:
            var damaged = telegram
            damaged[damaged.count / 2] ^= 0x04
            return damaged
        }
    }
}
