/// Finds out how characters are sent on a line that nobody described: one format after the other is listened to, until
/// a telegram came. From then on it stays.
struct Tuning: Sendable {
    private let formats: [CharacterFormat]
    private var index = 0
    private var isSettled = false
    private var since: Duration?

    /// Longer than the ten seconds between two telegrams of the slowest meters that talk by themselves.
    static let stay = Duration.seconds(12)

    init(_ formats: [CharacterFormat]) { self.formats = formats }

    var current: CharacterFormat? { formats.isEmpty ? nil : formats[index] }

    /// Another format to listen to from now on, where it is time for one.
    mutating func next(at now: Duration) -> CharacterFormat? {
        guard !isSettled, formats.count > 1, now - (since ?? now) >= Self.stay else {
            since = since ?? now
            return nil
        }
        since = now
        index = (index + 1) % formats.count
        return current
    }

    mutating func settle() { isSettled = true }
}
