package import Logging

/// A line with meters and wallboxes on it: one owner, one thread, one request at a time.
///
/// The line is opened when somebody asks for something, and opened again after it was lost, ever less often while
/// that fails. In between every request fails at once.
package actor Bus {
    /// The registers of one visit, block by block.
    package struct Harvest: Sendable {
        package var blocks: [[UInt16]]
        /// Counts how often the line was opened: another number means that another meter may answer now.
        package var connection: Int
    }

    package nonisolated let name: String
    private let address: BusAddress
    private let timeout: Duration
    private let elapsed: @Sendable () -> Duration
    private let logger: Logger
    private let thread: DedicatedThread

    private var link: ModbusLink?
    private var connection = 0
    private var reopening = BackOff(first: .seconds(1), longest: .seconds(30))
    private var lastFailure: BusError?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// `timeout` is what a meter may take to answer, and a TCP connection to come about; 10 ms to 60 s.
    package init(
        name: String, address: BusAddress, timeout: Duration = .milliseconds(500), clock: any Clock<Duration>,
        logger: Logger
    ) {
        self.name = name
        self.address = address
        self.timeout = min(max(timeout, .milliseconds(10)), .seconds(60))
        self.logger = logger
        elapsed = stopwatch(clock)
        thread = DedicatedThread(name: "bus \(name)")
    }

    /// Reads all blocks from one unit, with nothing else on the line in between.
    package func read(_ blocks: [RegisterBlock], unit: UInt8) throws(BusError) -> Harvest {
        try open()
        var harvest = Harvest(blocks: [], connection: connection)
        for block in blocks {
            do {
                harvest.blocks.append(try ask(for: block, unit: unit))
            } catch {
                if shouldClose(after: error) { close(error) }
                throw error
            }
        }
        return harvest
    }

    /// Writes one after the other to one unit, with nothing else on the line in between. What stands before the one
    /// that failed has been written.
    package func write(_ writes: [RegisterWrite], unit: UInt8) throws(BusError) {
        try open()
        for write in writes {
            do throws(BusError) {
                guard try link?.write(write, unit: unit) != nil else { throw .lost("it was closed") }
            } catch {
                if shouldClose(after: error) { close(error) }
                throw error
            }
        }
    }

    private func ask(for block: RegisterBlock, unit: UInt8) throws(BusError) -> [UInt16] {
        guard let words = try link?.read(block, unit: unit) else { throw .lost("it was closed") }
        return words
    }

    private func open() throws(BusError) {
        guard link == nil else { return }
        if let lastFailure, !reopening.isOver(at: elapsed()) { throw lastFailure }
        do {
            link = try ModbusLink.open(address, timeout: timeout)
        } catch {
            reopening.failed(at: elapsed())
            if lastFailure == nil { logger.warning("Line cannot be opened.", metadata: ["reason": "\(error)"]) }
            lastFailure = error
            throw error
        }
        connection += 1
        if lastFailure != nil { logger.notice("Line is open again.") }
        lastFailure = nil
        reopening.succeeded()
    }

    /// A TCP connection is given up after a silence, too: see `ModbusLink` on late answers.
    private func shouldClose(after error: BusError) -> Bool {
        switch (error, address) {
        case (.exception, _): false
        case (.silent, .serial), (.garbled, .serial): false
        default: true
        }
    }

    private func close(_ error: BusError) {
        link = nil
        if case .lost = error { logger.warning("Line broke.", metadata: ["reason": "\(error)"]) }
    }
}
