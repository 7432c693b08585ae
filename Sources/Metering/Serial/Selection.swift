import Charging

/// Which of the telegrams are recorded: the first in each span of the interval by the wall clock, so that one stands at
/// each quarter of an hour.
struct Selection: Sendable {
    private let interval: Int64
    private var span: Int64?

    init(interval: Duration) { self.interval = interval.microseconds }

    /// A clock that was set back begins anew.
    mutating func takes(telegramAt moment: Timestamp) -> Bool {
        let (quotient, remainder) = moment.microseconds.quotientAndRemainder(dividingBy: interval)
        let now = remainder < 0 ? quotient - 1 : quotient
        guard now != span else { return false }
        span = now
        return true
    }
}
