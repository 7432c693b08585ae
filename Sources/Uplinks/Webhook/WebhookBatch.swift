import Charging
import FoundationEssentials
import Journal

/// How a batch is being brought over: what is still to be sent, in which documents, and what became of the rest.
///
/// It is written down before each request. Whenever the daemon dies, the next one sends the same documents, byte for
/// byte, and none that was taken.
struct WebhookBatch {
    /// A run of entries that makes one document.
    private struct Part: Codable, Hashable {
        var first: Int64
        var last: Int64
    }

    private struct Plan: Codable, Hashable {
        var first: Int64
        var last: Int64
        /// The next one first.
        var parts: [Part]
        var taken: [Int64] = []
        var parked: [Int64: String] = [:]
        var withheld: [Int64] = []
    }

    private let entries: [Entry]
    private var plan: Plan
    private var written: Plan?

    /// Goes on with what the scratch says was begun with these entries, or begins anew.
    init(_ entries: [Entry], resuming scratch: any Scratch) async throws(DeliveryError) {
        let known = try await Self.load(scratch)
        let seqs = entries.map(\.seq)
        if let known, known.first == seqs.first, seqs.contains(known.last) {
            plan = known
            written = known
        } else {
            let (first, last) = (seqs.first ?? 0, seqs.last ?? 0)
            plan = Plan(first: first, last: last, parts: [Part(first: first, last: last)])
        }
        self.entries = entries.filter { [last = plan.last] entry in entry.seq <= last }
    }

    /// The entries of the next document; `nil` when everything is decided.
    var next: [Entry]? { plan.parts.first.map(entries(of:)) }

    /// What the batch comes to, once everything is decided.
    var delivery: Delivery {
        let outcomes =
            plan.taken.map { DeliveryOutcome(seq: $0, verdict: .accepted) }
            + plan.parked.map { DeliveryOutcome(seq: $0, verdict: .parked(reason: $1)) }
            + plan.withheld.map { DeliveryOutcome(seq: $0, verdict: .withheld(reason: "it is not sent here")) }
        return Delivery(through: plan.last, outcomes: outcomes.sorted { $0.seq < $1.seq })
    }

    /// The next document is taken; these entries were not in it.
    mutating func take(but withheld: [Int64]) {
        plan.withheld += withheld
        plan.taken += decide().filter { !withheld.contains($0) }
    }

    /// Somewhere in the next document is what the receiver dislikes: each half is asked for by itself, and one entry
    /// alone is parked.
    mutating func refuse(_ reason: String) {
        guard let part = plan.parts.first else { return }
        let inside = entries(of: part).map(\.seq)
        guard inside.count > 1 else {
            for seq in decide() { plan.parked[seq] = reason }
            return
        }
        let middle = inside[inside.count / 2]
        let halves = [Part(first: part.first, last: middle - 1), Part(first: middle, last: part.last)]
        plan.parts.replaceSubrange(0...0, with: halves)
    }

    /// Durable when it returns.
    mutating func save(to scratch: any Scratch) async throws(DeliveryError) {
        guard plan != written else { return }
        do {
            try await scratch.save(Array(try JSONEncoder().encode(plan)))
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
        written = plan
    }

    private mutating func decide() -> [Int64] { entries(of: plan.parts.removeFirst()).map(\.seq) }

    private func entries(of part: Part) -> [Entry] { entries.filter { (part.first...part.last).contains($0.seq) } }

    private static func load(_ scratch: any Scratch) async throws(DeliveryError) -> Plan? {
        do {
            guard let bytes = try await scratch.load() else { return nil }
            // Bytes of another version begin anew; the receiver knows entries again by their numbers.
            return try? JSONDecoder().decode(Plan.self, from: Data(bytes))
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
    }
}
