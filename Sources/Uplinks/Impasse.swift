/// What an uplink cannot get past, and whether a person has given it up.
struct Impasse {
    /// The first entry of what was tried last.
    var attempted: Int64? {
        didSet { if attempted != oldValue { (isStuck, unwanted) = (false, nil) } }
    }
    /// That went wrong.
    var isStuck = false
    /// Wakes whoever waits for the next attempt.
    var nudge: AsyncStream<Void>.Continuation?
    private var unwanted: Int64?

    var isGivenUp: Bool { unwanted != nil && unwanted == attempted }

    /// `nil` where there is nothing to give up.
    mutating func giveUp() -> Int64? {
        guard isStuck, let attempted else { return nil }
        unwanted = attempted
        nudge?.yield()
        return attempted
    }
}
