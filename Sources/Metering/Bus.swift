package import Charging
package import Logging
import Synchronization

/// A line with meters and wallboxes on it: one owner, one thread, one request at a time.
///
/// Whoever wants something takes a turn; the more urgent goes first. The line is opened when somebody asks for
/// something, and opened again after it was lost, ever less often while that fails. In between every request fails at
/// once.
package actor Bus {
    /// The registers of one visit, block by block.
    package struct Harvest: Sendable {
        package var blocks: [[UInt16]] = []
        /// How long ago each block's answer came, when the visit was over.
        package var ages: [Duration] = []
        /// Another number means that another meter may answer now: the line was opened again since.
        package var connection = 0
    }

    package nonisolated let name: String
    private let address: BusAddress
    private let timing: SettledTiming
    private let clock: any Clock<Duration>
    private let elapsed: @Sendable () -> Duration
    private let thread: DedicatedThread
    private let turns = Turns()
    private let probes = Turns()
    private let tally = Mutex(Tally())

    private var link: ModbusLink?
    private var trouble: LineTrouble
    private var reopening = BackOff(first: .seconds(1), longest: .seconds(30))
    private var connection = 0
    /// How often a device's own silence closed the line, which says nothing about the others.
    private var interruptions: [UInt8: Int] = [:]
    /// Those that answered when they were asked last.
    private var living: Set<UInt8> = []
    /// How many requests in a row nobody answered.
    private var silences = 0
    /// When the next probe may begin.
    private var probing = Duration.zero

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// A probe may take one part in so many of the line's time: all that do not answer together slow the others by
    /// that, however many they are.
    private static let probeShare = 32
    /// A TCP connection to a serial line may be dead without a word; after so many silences it is opened anew.
    private static let mostSilences = 3

    /// `timeout` is what a meter may take to answer, and a TCP connection to come about; 10 ms to 60 s. `timing` is
    /// for devices that have none of their own.
    package init(
        name: String, address: BusAddress, timeout: Duration = .milliseconds(500), timing: DeviceTiming = .init(),
        health: Health? = nil, clock: any Clock<Duration>, logger: Logger
    ) {
        self.name = name
        self.address = address
        self.timing = SettledTiming().changed(by: DeviceTiming(timeout: timeout)).changed(by: timing)
        self.clock = clock
        trouble = LineTrouble(bus: name, address: address, health: health, logger: logger)
        elapsed = stopwatch(clock)
        thread = DedicatedThread(name: "bus \(name)")
    }

    /// Reads all blocks from one unit. In between go only requests that are more urgent.
    package nonisolated func read(
        _ blocks: [RegisterBlock], unit: UInt8, timing: DeviceTiming = .init(), haste: Haste = .everyday
    ) async throws(BusError) -> Harvest {
        await turns.take(haste)
        defer { turns.leave() }
        var harvest = Harvest()
        var moments: [Duration] = []
        for block in blocks {
            if !harvest.blocks.isEmpty { await turns.letPass(haste) }
            if Task.isCancelled { throw .lost("the gateway is stopping") }
            harvest.blocks.append(try await ask(.read(block), unit: unit, timing))
            moments.append(elapsed())
        }
        let now = elapsed()
        harvest.ages = moments.map { now - $0 }
        harvest.connection = await connection(to: unit)
        return harvest
    }

    /// Writes one after the other to one unit, before anybody reads. What stands before the one that failed has been
    /// written.
    package nonisolated func write(
        _ writes: [RegisterWrite], unit: UInt8, timing: DeviceTiming = .init()
    ) async throws(BusError) {
        guard !writes.isEmpty else { return }
        await turns.take(.order)
        defer { turns.leave() }
        for write in writes { _ = try await ask(.write(write), unit: unit, timing) }
    }

    /// Asks a unit that did not answer lately whether it does now: one request, and only when it is its turn among
    /// all such units. May take minutes when there are many.
    package nonisolated func probe(
        _ block: RegisterBlock, unit: UInt8, timing: DeviceTiming = .init()
    ) async throws(BusError) {
        await probes.take(.everyday)
        defer { probes.leave() }
        let wait = await probing - elapsed()
        do { if wait > .zero { try await clock.sleep(for: wait) } } catch { throw .lost("the gateway is stopping") }
        await turns.take(.everyday)
        defer { turns.leave() }
        if Task.isCancelled { throw .lost("the gateway is stopping") }
        let start = elapsed()
        do throws(BusError) {
            _ = try await ask(.read(block), unit: unit, timing.withoutRetries)
        } catch {
            let end = elapsed()
            await rest(until: end + (end - start) * Self.probeShare)
            throw error
        }
    }

    /// How the line is doing; never waits for it.
    package nonisolated var statistics: BusStatistics {
        let now = elapsed()
        return tally.withLock { $0.statistics(at: now) }
    }

    private func rest(until moment: Duration) { probing = moment }

    private func connection(to unit: UInt8) -> Int { connection + interruptions[unit, default: 0] }

    private func ask(
        _ request: ModbusRequest, unit: UInt8, _ timing: DeviceTiming
    ) throws(BusError) -> [UInt16] {
        let wasOpen = link != nil
        try open()
        let timing = self.timing.changed(by: timing)
        // What is silent anyway is not worth a second time-out.
        let isLiving = living.contains(unit)
        var retries = timing.retries
        while true {
            do {
                return try askOnce(request, unit: unit, timing)
            } catch {
                guard retries > 0, isWorthRepeating(error, isLiving: isLiving, wasOpen: wasOpen) else { throw error }
                retries -= 1
                try open()
            }
        }
    }

    /// A connection that was left alone for a while may have been closed by the other side; that is seen too late.
    private func isWorthRepeating(_ error: BusError, isLiving: Bool, wasOpen: Bool) -> Bool {
        switch error {
        case .garbled: link != nil
        case .silent: link != nil && isLiving
        case .lost: wasOpen && trouble.losses < LineTrouble.mostLosses
        case .exception, .unreachable: false
        }
    }

    private func askOnce(
        _ request: ModbusRequest, unit: UInt8, _ timing: SettledTiming
    ) throws(BusError) -> [UInt16] {
        let begin = elapsed()
        link?.settle(before: unit)
        let start = elapsed()
        let outcome: Result<[UInt16], BusError>
        do throws(BusError) {
            let words = try link?.perform(request, unit: unit, timeout: timing.timeout, pause: timing.pause)
            outcome = words.map { .success($0) } ?? .failure(.lost("it was closed"))
        } catch {
            outcome = .failure(error)
        }
        let end = elapsed()
        let failure: BusError? = if case .failure(let error) = outcome { error } else { nil }
        tally.withLock { $0.note(failure, of: unit, in: end - start, busy: end - begin, at: end) }
        if let failure { note(failure, of: unit) } else { noteAnswer(of: unit) }
        return try outcome.get()
    }

    private func noteAnswer(of unit: UInt8) {
        living.insert(unit)
        silences = 0
        trouble.answered()
    }

    private func note(_ error: BusError, of unit: UInt8) {
        if case .exception = error { return noteAnswer(of: unit) }
        living.remove(unit)
        silences = error == .silent ? silences + 1 : 0
        guard shouldClose(after: error) else { return }
        link = nil
        if case .lost = error {
            trouble.lost(error)
            connection += 1
        } else {
            interruptions[unit, default: 0] += 1
        }
    }

    /// A connection of Modbus TCP is given up after a silence, too: see `ModbusLink` on late answers.
    private func shouldClose(after error: BusError) -> Bool {
        switch (error, address) {
        case (.exception, _), (.garbled, .serial), (.garbled, .rtuOverTCP), (.silent, .serial): false
        case (.silent, .rtuOverTCP): silences >= Self.mostSilences
        default: true
        }
    }

    private func open() throws(BusError) {
        guard link == nil else { return }
        if let failure = trouble.failure, !reopening.isOver(at: elapsed()) { throw failure }
        do {
            link = try ModbusLink.open(address, timeout: timing.timeout)
        } catch {
            reopening.failed(at: elapsed())
            trouble.failed(error)
            throw error
        }
        silences = 0
        // What answers after the line could not be opened may be something else; what closed it has counted itself.
        if connection == 0 || trouble.failure != nil { connection += 1 }
        tally.withLock { $0.opened() }
        trouble.opened()
        reopening.succeeded()
    }
}
