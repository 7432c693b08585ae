package import Charging

/// How a batch is being brought over: which sessions are still to be sent, in which requests, and what became of the
/// others.
///
/// A value without I/O. It is written to the journal before each request and after each answer that needs patience;
/// so whenever the daemon dies, the next one sends the same sessions in the same bytes, and knows that the server may
/// have seen them.
package struct DeliveryPlan: Codable, Hashable, Sendable {
    /// The entry this plan begins with.
    package let first: Int64
    /// The last entry this plan is about; the cursor goes there when the plan is done.
    package let through: Int64
    package private(set) var items: [SessionItem] = []
    /// What is still to be sent, the next one first.
    package private(set) var segments: [Segment] = []
    package private(set) var decisions: [Decision] = []

    package init(_ entries: [Entry], rules: SealingRules, largestRequest: Int) {
        first = entries.first?.seq ?? 0
        through = entries.last?.seq ?? 0
        for entry in entries {
            guard case .sessionFinal(let session) = entry.fact else { continue }
            switch rules.seal(session, seq: entry.seq) {
            case .sealed(let item): items.append(item)
            case .withheld(let reason): decisions.append(Decision(seq: entry.seq, verdict: .withheld(reason)))
            case .parked(let reason): decisions.append(Decision(seq: entry.seq, verdict: .parked(reason)))
            }
        }
        if !items.isEmpty { segments = [Segment(first: 0, count: items.count)] }
        divide(into: largestRequest)
    }

    package var isDone: Bool { segments.isEmpty }

    /// The entries of the next request.
    package var nextSeqs: [Int64] { segments.first.map(seqs) ?? [] }

    /// Marks the next request as sent, whatever comes of it, and returns its body. Save the plan before sending.
    package mutating func begin() -> String? {
        guard let segment = segments.first else { return nil }
        if segment.isUnderway { segments[0].mayBeKnown = true }
        segments[0].isUnderway = true
        let sessions = items[segment.first..<segment.first + segment.count].map(\.json)
        return #"{"sessions":["# + sessions.joined(separator: ",") + "]}"
    }

    /// Draws the consequence of the answer to the request that `begin` returned.
    package mutating func take(_ reading: ResponseReading, largestRequest: inout Int) -> Consequence {
        guard !segments.isEmpty else { return .goOn }
        segments[0].isUnderway = false
        switch reading {
        case .counted(let accepted, let duplicates): return count(accepted: accepted, duplicates: duplicates)
        case .unreadable(let text):
            segments[0].mayBeKnown = true
            segments[0].unreadableAnswers += 1
            return .backOff(segments[0].unreadableAnswers > 1 ? .unreadable(text) : .unreadableOnce(text))
        case .tooLarge(let status): return shrink(status: status, largestRequest: &largestRequest)
        case .damaged:
            segments[0].damagedArrivals += 1
            return segments[0].damagedArrivals > 1 ? .stop(.damaged) : .backOff(.damagedOnce)
        case .refused(let status, let text): return refuse(status: status, text: text)
        case .keyRefused(let text): return .stop(.keyRefused(text))
        case .misdirected(let status, let text): return .stop(.misdirected(status: status, text))
        case .tooMany(let retryAfter): return .pause(atLeast: retryAfter)
        case .serverTrouble(let status):
            segments[0].mayBeKnown = true
            return .backOff(.serverTrouble(status: status))
        case .lost(let reason):
            segments[0].mayBeKnown = true
            return .backOff(.lost(reason))
        case .unreached(let reason): return .backOff(.unreached(reason))
        case .distrusted(let reason): return .backOff(.distrusted(reason))
        }
    }

    private mutating func count(accepted: Int, duplicates: Int) -> Consequence {
        let segment = segments[0]
        if accepted + duplicates > segment.count {
            segments[0].mayBeKnown = true
            segments[0].unreadableAnswers += 1
            return .backOff(.countsTooHigh(accepted: accepted, duplicates: duplicates, sent: segment.count))
        }
        if accepted + duplicates < segment.count { return single(out: segment) }
        let verdict: Decision.Verdict = accepted == 0 ? .duplicate : .accepted
        decide(segment, verdict)
        blameTheNext()
        return duplicates > 0 && !segment.mayBeKnown ? .goOnSuspecting(seqs(segment)) : .goOn
    }

    /// Some were not counted, and the answer does not say which: each is asked for on its own.
    private mutating func single(out segment: Segment) -> Consequence {
        forgetBlame()
        guard segment.count > 1 else {
            decide(segment, .parked("ChargeReport counted it neither as accepted nor as a duplicate"))
            return .goOn
        }
        var history = segment
        history.mayBeKnown = true
        let singles = (0..<segment.count).map { history.part(first: segment.first + $0, count: 1) }
        segments.replaceSubrange(0...0, with: singles)
        return .goOn
    }

    private mutating func refuse(status: Int, text: String) -> Consequence {
        forgetBlame()
        guard segments[0].count > 1 else {
            decide(segments[0], .parked("ChargeReport refused it with \(status): \(text)"))
            return .goOn
        }
        // Whether the server took the good ones of a refused request is not documented.
        segments[0].mayBeKnown = true
        halve(0)
        return .goOn
    }

    private mutating func shrink(status: Int, largestRequest: inout Int) -> Consequence {
        forgetBlame()
        guard segments[0].count > 1 else { return .stop(.singleTooLarge(status: status)) }
        largestRequest = max(1, segments[0].count / 2)
        divide(into: largestRequest)
        return .goOn
    }

    /// The half that was sent first is good, so the bad session of the two is in the other one.
    private mutating func blameTheNext() {
        guard let next = segments.first, next.isBlamed else { return }
        segments[0].isBlamed = false
        if next.count > 1 { halve(0) }
    }

    private mutating func forgetBlame() {
        if segments.count > 1 { segments[1].isBlamed = false }
    }

    /// The smaller half first: asking for it costs a request, and blaming the larger one is free.
    private mutating func halve(_ index: Int) {
        let whole = segments[index]
        let half = whole.count / 2
        let parts = [
            whole.part(first: whole.first, count: half),
            whole.part(first: whole.first + half, count: whole.count - half, isBlamed: true),
        ]
        segments.replaceSubrange(index...index, with: parts)
    }

    private mutating func divide(into largest: Int) {
        segments = segments.flatMap { segment in
            segment.count <= largest
                ? [segment]
                : stride(from: 0, to: segment.count, by: largest).map {
                    segment.part(first: segment.first + $0, count: min(largest, segment.count - $0))
                }
        }
    }

    private mutating func decide(_ segment: Segment, _ verdict: Decision.Verdict) {
        decisions += seqs(segment).map { Decision(seq: $0, verdict: verdict) }
        segments.removeFirst()
    }

    private func seqs(_ segment: Segment) -> [Int64] {
        items[segment.first..<segment.first + segment.count].map(\.seq)
    }
}
