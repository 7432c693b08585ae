import Charging
package import Logging
package import Telegrams

/// A line that telegrams come over: one owner, one thread.
///
/// The line is opened when somebody listens, and opened again after it was lost, ever less often while that fails. In
/// between listening fails at once.
package actor TelegramLine {
    /// What came over the line since the program began.
    package struct Tally: Hashable, Sendable {
        package var bytes = 0
        package var telegrams = 0
        package var damaged = 0
        package var openings = 0
    }

    package nonisolated let name: String
    package nonisolated let kind: TelegramFormat
    package private(set) var tally = Tally()
    private let address: TelegramLineAddress
    private let patience: Duration
    private let elapsed: @Sendable () -> Duration
    private let logger: Logger
    private let thread: DedicatedThread

    private var link: ByteLink?
    private var reader: TelegramReader
    private var tuning: Tuning
    private var lastHeard = Duration.zero
    private var reopening = BackOff(first: .seconds(1), longest: .seconds(30))
    private var lastFailure: BusError?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// `patience` is how long a TCP connection may stay silent before it is made anew, because the other end may be gone
    /// without a word; 1 s to 1 h.
    package init(
        name: String, kind: TelegramFormat, address: TelegramLineAddress, patience: Duration = .seconds(60),
        clock: any Clock<Duration>, logger: Logger
    ) {
        self.name = name
        self.kind = kind
        self.address = address
        self.patience = min(max(patience, .seconds(1)), .seconds(3600))
        self.logger = logger
        elapsed = stopwatch(clock)
        reader = TelegramReader(kind)
        tuning = Tuning(address.formats)
        thread = DedicatedThread(name: "line \(name)")
    }

    /// What came within this time; returns earlier when something came.
    package func listen(within wait: Duration) throws(BusError) -> [TelegramOutcome] {
        try open()
        let outcomes = try hear(within: wait)
        if outcomes.contains(where: { $0.telegram != nil }) { tuning.settle() }
        if let format = tuning.next(at: elapsed()) {
            reader = TelegramReader(kind)
            try change(to: format)
        }
        return outcomes
    }

    /// Asks a meter for its data and waits for them; see `Readout`.
    package func readOut(_ address: String) throws(BusError) -> TelegramOutcome {
        try open()
        do throws(BusError) {
            guard let outcome = try link?.readOut(address) else { throw .lost("it was closed") }
            if outcome.telegram != nil { tally.telegrams += 1 } else { tally.damaged += 1 }
            return outcome
        } catch {
            if case .lost = error { close(error) }
            throw error
        }
    }

    private func hear(within wait: Duration) throws(BusError) -> [TelegramOutcome] {
        do {
            guard let bytes = try link?.read(within: wait), !bytes.isEmpty else {
                try suspectSilence()
                return []
            }
            lastHeard = elapsed()
            let outcomes = reader.feed(bytes)
            tally.bytes += bytes.count
            tally.telegrams += outcomes.count { $0.telegram != nil }
            tally.damaged += outcomes.count { $0.damage != nil }
            return outcomes
        } catch {
            close(error)
            throw error
        }
    }

    private func suspectSilence() throws(BusError) {
        guard case .tcp = address, elapsed() - lastHeard >= patience else { return }
        throw .lost("nothing came for \(patience.components.seconds) s")
    }

    private func change(to format: CharacterFormat) throws(BusError) {
        do {
            try link?.use(format)
            try link?.flush()
        } catch {
            close(error)
            throw error
        }
    }

    private func open() throws(BusError) {
        guard link == nil else { return }
        if let lastFailure, !reopening.isOver(at: elapsed()) { throw lastFailure }
        do {
            link = try ByteLink.open(address, format: tuning.current, timeout: .seconds(5))
        } catch {
            reopening.failed(at: elapsed())
            if lastFailure == nil { logger.warning("Line cannot be opened.", metadata: ["reason": "\(error)"]) }
            lastFailure = error
            throw error
        }
        if lastFailure != nil { logger.notice("Line is open again.") }
        reader = TelegramReader(kind)
        tally.openings += 1
        lastHeard = elapsed()
        lastFailure = nil
        reopening.succeeded()
    }

    private func close(_ error: BusError) {
        link = nil
        logger.warning("Line broke.", metadata: ["reason": "\(error)"])
    }
}
