import NIOCore
import NIOPosix

/// The stations of a run, on one event loop: connects them, keeps them sending, and counts.
///
/// One thread is enough to drive a server on the other core, and it leaves that core alone.
final class Fleet {
    private let options: LoadOptions
    private let loop: any EventLoop
    private let measurements = Measurements()
    private var stations: [Station] = []
    private var idle: CircularBuffer<Int> = []
    private var due: CircularBuffer<NIODeadline> = []
    private var nextDue = NIODeadline.now()
    private var isSending = false

    init(options: LoadOptions, loop: any EventLoop) {
        self.options = options
        self.loop = loop
    }

    /// Connects all stations, some at a time, and returns when each is ready for what it does then.
    static func connect(_ fleet: NIOLoopBound<Fleet>, options: LoadOptions) async throws {
        let dialing = try Dialing(options)
        let atOnce = options.atOnce ?? (options.purpose == .storm ? options.stations : 32)
        try await fleet.eventLoop.submit { fleet.value.measurements.open() }.get()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<options.stations {
                if number >= atOnce { try await group.next() }
                group.addTask {
                    options.purpose == .storm
                        ? try await persist { try await connect(number, fleet, dialing) }
                        : try await connect(number, fleet, dialing)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Tries again a second later, for a minute or two.
    private static func persist(_ attempt: () async throws -> Void) async throws {
        for _ in 0..<120 {
            do {
                return try await attempt()
            } catch {
                try await Task.sleep(for: .seconds(1))
            }
        }
        try await attempt()
    }

    private static func connect(_ number: Int, _ fleet: NIOLoopBound<Fleet>, _ dialing: Dialing) async throws {
        let loop = fleet.eventLoop
        let ready = loop.makePromise(of: Void.self)
        do {
            _ = try await ClientBootstrap(group: loop)
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let station = fleet.value.makeStation(number, ready)
                        let pipeline = channel.pipeline.syncOperations
                        if let tls = try dialing.tlsHandler() { try pipeline.addHandler(tls) }
                        try pipeline.addHandler(station)
                    }
                }
                .connect(to: dialing.address).get()
        } catch {
            try await loop.submit { fleet.value.measurements.failed("cannot connect") }.get()
            ready.fail(error)
        }
        try await ready.futureResult.get()
    }

    private func makeStation(_ number: Int, _ ready: EventLoopPromise<Void>) -> Station {
        let digits = String(number + 1)
        let id = options.prefix + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        let station = Station(id: id, options: options, measurements: measurements, ready: ready)
        stations.append(station)
        return station
    }

    /// Lets every station send until `stopSending`.
    func startSending() {
        isSending = true
        for (index, station) in stations.enumerated() {
            station.idle = { [unowned self] _ in becameIdle(index) }
            idle.append(index)
        }
        nextDue = .now()
        if options.rate > 0 { sendAtRate() } else { sendIdle { .now() } }
    }

    func startCounting() { measurements.start() }

    func stopSending() {
        isSending = false
        measurements.stop()
    }

    var waiting: Int { stations.count { $0.isWaiting } }

    /// How the stations arrived.
    var arrivals: String { measurements.arrivals() }

    /// Closes the sockets and says what was measured.
    func finish(connecting: TimeAmount) -> String {
        for _ in 0..<waiting { measurements.failed("no answer") }
        for station in stations { station.close() }
        return measurements.report(stations: options.stations, connecting: connecting)
    }

    private func becameIdle(_ index: Int) {
        guard isSending else { return }
        idle.append(index)
        if options.rate > 0 { sendDue() } else { sendIdle { .now() } }
    }

    private func sendIdle(_ due: () -> NIODeadline) {
        while let index = idle.popFirst() { stations[index].send(due: due()) }
    }

    /// Puts what is due into the queue and comes back for the next; a message that finds no idle station waits there.
    private func sendAtRate() {
        guard isSending else { return }
        let now = NIODeadline.now()
        while nextDue <= now {
            due.append(nextDue)
            nextDue = nextDue + .nanoseconds(1_000_000_000 / Int64(options.rate))
        }
        sendDue()
        loop.assumeIsolated().scheduleTask(deadline: nextDue) { self.sendAtRate() }
    }

    private func sendDue() {
        while let moment = due.first, let index = idle.popFirst() {
            guard stations[index].isReady else { continue }
            due.removeFirst()
            stations[index].send(due: moment)
        }
    }
}
