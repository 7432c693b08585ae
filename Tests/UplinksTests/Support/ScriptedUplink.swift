import Charging
import Journal
import Synchronization
import Uplinks

/// An uplink that does as it is told and says when it was asked.
final class ScriptedUplink: Uplink {
    enum Answer: Sendable {
        case take
        /// Takes only so many of the entries.
        case takeFirst(Int)
        case park
        case fail(DeliveryError.Course)
    }

    let name: UplinkName
    let kinds: Set<FactKind> = [.sessionFinal]
    let subjects: Set<Subject>?
    let beginsWithHistory: Bool
    let pace: Pace
    /// The entries of every delivery.
    let deliveries: AsyncStream<[Int64]>
    private let announcer: AsyncStream<[Int64]>.Continuation
    private let answers: Mutex<[Answer]>

    init(
        _ name: UplinkName = "cloud", pace: Pace = Pace(largestBatch: 3, rest: .zero),
        subjects: Set<Subject>? = nil, beginsWithHistory: Bool = true, answers: [Answer] = []
    ) {
        self.name = name
        self.beginsWithHistory = beginsWithHistory
        self.subjects = subjects
        self.pace = pace
        self.answers = Mutex(answers)
        (deliveries, announcer) = AsyncStream.makeStream()
    }

    func deliver(_ entries: [Entry], scratch: any Scratch) async throws(DeliveryError) -> Delivery {
        let answer = answers.withLock { $0.isEmpty ? Answer.take : $0.removeFirst() }
        defer { announcer.yield(entries.map(\.seq)) }
        switch answer {
        case .take: return delivery(entries, .accepted)
        case .takeFirst(let count): return delivery(entries.prefix(count), .accepted)
        case .park: return delivery(entries, .parked(reason: "no"))
        case .fail(let course): throw DeliveryError(course, Trouble("test", "It fails.", remedy: "Wait."))
        }
    }

    func park(
        _ entry: Entry, because reason: String, scratch: any Scratch
    ) async throws(DeliveryError) -> Delivery? { delivery([entry], .parked(reason: reason)) }

    private func delivery(_ entries: some BidirectionalCollection<Entry>, _ verdict: DeliveryOutcome.Verdict)
        -> Delivery
    {
        Delivery(
            through: entries.last?.seq ?? 0, outcomes: entries.map { DeliveryOutcome(seq: $0.seq, verdict: verdict) })
    }
}
