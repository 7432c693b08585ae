package import Charging
package import Journal

/// A place the journal is delivered to.
///
/// An uplink knows how to bring entries over and what the other side's answers mean; when to try, and how to remember
/// what came of it, is the `Pump`'s. Each uplink has a pump of its own, so that none can hold up another.
package protocol Uplink: Sendable {
    var name: UplinkName { get }
    /// The kinds of facts it wants; everything else passes it by.
    var kinds: Set<FactKind> { get }
    /// What the entries it wants are about; `nil` where that is anything.
    var subjects: Set<Subject>? { get }
    /// Whether an uplink that is new here gets what was recorded before, or begins with what happens from now on.
    var beginsWithHistory: Bool { get }
    var pace: Pace { get }
    /// Where its pump works; `nil` where that does not matter. One that waits for every answer loses more time by
    /// changing threads than by all it computes.
    var executor: (any TaskExecutor)? { get }

    /// Delivers entries, oldest first and never none, and returns what became of them.
    ///
    /// It may stop after some of them: `Delivery.through` says how far it came. What it must remember between two
    /// attempts goes into `scratch`, before the request that makes it necessary.
    func deliver(_ entries: [Entry], scratch: any Scratch) async throws(DeliveryError) -> Delivery

    /// Gives an entry up that it is stuck at, because a person wants so. `nil` where it parks by itself what is refused.
    func park(_ entry: Entry, because reason: String, scratch: any Scratch) async throws(DeliveryError) -> Delivery?

    /// What keeps it from delivering, whatever there is; asked before it is given anything.
    func obstacle() async -> Obstacle?
    /// Returns when the obstacle may be gone, or the task is cancelled.
    func waitUntilClear() async
}

extension Uplink {
    package func park(
        _ entry: Entry, because reason: String, scratch: any Scratch
    ) async throws(DeliveryError) -> Delivery? { nil }
    package func obstacle() async -> Obstacle? { nil }
    package func waitUntilClear() async {}
}

/// Why an uplink delivers nothing, whatever there is.
package struct Obstacle: Hashable, Sendable {
    package var trouble: Trouble
    /// When it is tried again, where that is known.
    package var until: Timestamp?
    /// Nothing happens until a person has done something.
    package var needsPerson: Bool

    package init(_ trouble: Trouble, until: Timestamp? = nil, needsPerson: Bool = false) {
        self.trouble = trouble
        self.until = until
        self.needsPerson = needsPerson
    }
}

extension Uplink {
    package var subjects: Set<Subject>? { nil }
    package var beginsWithHistory: Bool { true }
    package var executor: (any TaskExecutor)? { nil }
}

/// When to deliver: as soon as there is a full batch, or when the oldest entry has waited long enough.
package struct Pace: Hashable, Sendable {
    package var largestBatch: Int
    package var linger: Duration
    /// At least this long between two looks at the journal, however often it rings.
    package var rest: Duration

    package init(largestBatch: Int = 100, linger: Duration = .seconds(60), rest: Duration = .seconds(1)) {
        self.largestBatch = largestBatch
        self.linger = linger
        self.rest = rest
    }
}

/// What became of a batch. It is committed as a whole, together with the cursor.
package struct Delivery: Sendable {
    /// Everything up to this entry is done with: taken by the other side, withheld or parked.
    package var through: Int64
    package var outcomes: [DeliveryOutcome]
    /// What the uplink must remember from now on.
    package var scratch: [UInt8]?
    /// What a person should hear although the delivery went well.
    package var remarks: [Trouble]

    package init(through: Int64, outcomes: [DeliveryOutcome], scratch: [UInt8]? = nil, remarks: [Trouble] = []) {
        self.through = through
        self.outcomes = outcomes
        self.scratch = scratch
        self.remarks = remarks
    }
}

/// A few bytes an uplink keeps across restarts, its plan for an unfinished batch for instance.
package protocol Scratch: Sendable {
    func load() async throws -> [UInt8]?
    /// Durable when it returns.
    func save(_ bytes: [UInt8]) async throws
}

/// The scratch as the journal keeps it, beside the uplink's cursor.
struct JournalScratch: Scratch {
    let journal: Journal
    let uplink: UplinkName

    func load() async throws -> [UInt8]? { try await journal.scratch(of: uplink) }
    func save(_ bytes: [UInt8]) async throws { try await journal.save(scratch: bytes, of: uplink) }
}
