import Charging

/// How far an uplink's pump has looked for entries, and whether that is worth a write.
///
/// A lane whose station is silent has nothing to deliver for days, while others fill the journal.
struct Search {
    /// Up to here there is nothing to deliver but what the cursor has passed.
    var position: Int64 = 0
    private var kept: Stamp?

    /// At least this long between two writes, unless there was much to search.
    static let interval = Duration.seconds(300)
    /// What a restart may search again in no time.
    static let few: Int64 = 10_000

    /// Whether the cursor is to be moved up to the position now.
    mutating func isWorthKeeping(since cursor: Int64, now: Stamp) -> Bool {
        guard position > cursor else { return false }
        guard let kept, kept.boot == now.boot else {
            kept = now
            return position - cursor >= Self.few
        }
        let span = Duration.microseconds(max(0, now.monotonic - kept.monotonic))
        guard position - cursor >= Self.few || span >= Self.interval else { return false }
        self.kept = now
        return true
    }
}
