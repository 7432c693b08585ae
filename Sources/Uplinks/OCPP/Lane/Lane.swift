package import Charging
package import Journal
package import Logging
package import OCPP

/// One station's way to one CSMS: what the journal says of the station goes there, in order and once.
///
/// It is an uplink of its own, named `<uplink>/<station>`, so it has a pump, a cursor and parked entries of its own, and
/// none can hold up another. The link tells the current state when it comes up, and the lane what was recorded: first
/// what waited, then what happens.
package actor Lane: Uplink {
    package struct Configuration: Sendable {
        package var uplink: UplinkName
        package var station: StationID
        /// The station's meter, whose register is told where it counts.
        package var meter: MeterID?
        package var preset: Preset
        /// The CSMS decides about the station and its tags.
        package var controls: Bool
        package var lateRefusal = LateRefusal.goOn
        /// A lane that is new tells what was recorded before it, too.
        package var tellsHistory = false

        package init(
            uplink: UplinkName, station: StationID, meter: MeterID?, preset: Preset, controls: Bool,
            lateRefusal: LateRefusal = .goOn
        ) {
            self.uplink = uplink
            self.station = station
            self.meter = meter
            self.preset = preset
            self.controls = controls
            self.lateRefusal = lateRefusal
        }

        package var name: UplinkName { UplinkName("\(uplink)/\(station)") }
    }

    /// What becomes of a transaction whose tag the CSMS refuses after it has begun.
    package enum LateRefusal: String, Hashable, Sendable, CaseIterable, Codable {
        case stop
        case goOn = "continue"
    }

    package nonisolated let name: UplinkName
    package nonisolated let kinds: Set<FactKind>
    package nonisolated let subjects: Set<Subject>?
    package nonisolated let pace = Pace(largestBatch: 200, linger: .zero, rest: .zero)
    package nonisolated let executor: (any TaskExecutor)?
    nonisolated let configuration: Configuration
    nonisolated let link: any CloudLink
    nonisolated let control: any StationControl
    nonisolated let journal: Journal
    let languages: [Dialect: any Language]
    let sessions: LaneSessions
    let clock: any Clock<Duration>
    let wallClock: any WallClock
    let logger: Logger

    var memory = LaneMemory()
    var promise = Promise()
    private var isLoaded = false
    /// What went wrong after something had gone well, to be said when that is committed.
    private var postponed: DeliveryError?
    var refusals = Refusals()
    /// What was told of each connector over this connection.
    var shown = ShownStatuses()
    /// Remote starts whose transactions have not begun yet.
    var expected = ExpectedStarts()

    /// - Parameter executor: where the link lives, so that no message changes threads on its way.
    package init(
        _ configuration: Configuration, link: any CloudLink, languages: [Dialect: any Language],
        control: any StationControl, journal: Journal, executor: (any TaskExecutor)? = nil,
        clock: any Clock<Duration>, wallClock: any WallClock, logger: Logger
    ) {
        name = configuration.name
        self.configuration = configuration
        self.link = link
        self.languages = languages
        self.control = control
        self.journal = journal
        self.executor = executor
        self.clock = clock
        self.wallClock = wallClock
        self.logger = logger
        sessions = LaneSessions(journal: journal, station: configuration.station)
        var kinds: Set<FactKind> = [
            .status, .transactionStarted, .meterReport, .transactionEnded, .sessionFinal, .dataTransfer, .security,
            .notice, .reservationEnded,
        ]
        var subjects: Set<Subject> = [.station(configuration.station)]
        if let meter = configuration.meter {
            kinds.insert(.reading)
            subjects.insert(.meter(meter))
        }
        self.kinds = kinds
        self.subjects = subjects
    }

    package nonisolated var beginsWithHistory: Bool { configuration.tellsHistory }

    package func obstacle() async -> Obstacle? { await link.obstacle }
    package func waitUntilClear() async { await link.waitUntilOnline() }

    package func deliver(_ entries: [Entry], scratch: any Scratch) async throws(DeliveryError) -> Delivery {
        guard let online = await link.online, let language = languages[online.dialect] else { throw .away }
        try await load(scratch)
        shown.begin(online)
        promise.begin(with: entries[0].seq)
        let keeper = MemoryKeeper(scratch, clock: clock)
        if let waiting = postponed {
            postponed = nil
            throw waiting
        }
        var run = Run(language: language, online: online, keeper: keeper)
        var failure: DeliveryError?
        do throws(DeliveryError) {
            try await deliver(entries, &run)
        } catch {
            failure = error
        }
        do {
            // What was done before something went wrong counts, and is committed first.
            if run.through == nil { try await keeper.settle() } else { try await keeper.stop() }
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
        guard let through = run.through else { throw failure ?? .away }
        // What it would listen for may have come by now, so that is looked at again.
        postponed = failure.flatMap { if case .listen = $0.course { nil } else { $0 } }
        promiseMore(run)
        promise.offer(memory, through: through)
        return Delivery(
            through: through, outcomes: run.outcomes, scratch: try encodedMemory(), remarks: remarks(run.repeated))
    }

    private func remarks(_ repeated: [TransactionID]) -> [Trouble] {
        guard !repeated.isEmpty else { return [] }
        for id in repeated {
            logger.notice("A start was sent again, for no answer to it was seen.", metadata: ["transaction": "\(id)"])
        }
        return [.repeated(repeated)]
    }

    /// What went wrong with the entry at the head counts no more.
    func forget() {
        refusals.forget()
        postponed = nil
    }

    func load(_ scratch: any Scratch) async throws(DeliveryError) {
        guard !isLoaded else { return }
        let bytes: [UInt8]?
        do {
            bytes = try await scratch.load()
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
        // Two may have asked at the same time.
        guard !isLoaded else { return }
        if let bytes {
            if let known = LaneMemory(bytes) {
                memory = known
            } else {
                logger.error("The lane's memory could not be read; transactions that run begin anew at the CSMS.")
            }
        }
        promise.inherit(memory)
        isLoaded = true
    }

    func encodedMemory() throws(DeliveryError) -> [UInt8] {
        do {
            return try memory.encoded()
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
    }
}
