import Charging

/// When a meter is visited next.
///
/// Visits fall on multiples of the interval by the wall clock and on each quarter of an hour, so that a reading stands
/// there whatever the interval, and nothing drifts. A visit that was missed is not made up for. A meter that stays
/// silent is visited ever less often, because each attempt takes the line from the others for a whole time-out.
struct Timetable: Sendable {
    let interval: Duration
    private static let quarterHour = Duration.seconds(900).microseconds
    /// How rarely a silent meter is visited at most, unless its interval is longer.
    static let rarest = Duration.seconds(60)

    /// `silences` counts the visits in a row that the meter did not answer.
    func pause(after now: Timestamp, silences: Int) -> Duration {
        let period = interval.microseconds
        let next = Self.next(multipleOf: period, after: now, early: period / 8)
        if silences >= Rounds.missesUntilSilent { return .microseconds(next + skipped(silences) * period) }
        let quarter = Self.next(multipleOf: Self.quarterHour, after: now, early: min(period / 8, 1_000_000))
        return .microseconds(min(next, quarter))
    }

    /// Whether a visit at this moment is the one of a quarter of an hour: up to one interval late, but no minute.
    func isQuarterHour(_ now: Timestamp) -> Bool {
        let period = Self.quarterHour
        let past = ((now.microseconds % period) + period) % period
        return past < min(interval.microseconds, 60_000_000) || period - past < 1_000_000
    }

    /// Woken a little early, the next multiple is the one this visit was for.
    private static func next(multipleOf period: Int64, after now: Timestamp, early: Int64) -> Int64 {
        let rest = period - ((now.microseconds % period) + period) % period
        return rest < early ? rest + period : rest
    }

    private func skipped(_ silences: Int) -> Int64 {
        guard silences >= Rounds.missesUntilSilent else { return 0 }
        let doubled = Int64(1) << min(silences - Rounds.missesUntilSilent + 1, 20)
        return max(0, min(doubled, Self.rarest.microseconds / interval.microseconds) - 1)
    }
}
