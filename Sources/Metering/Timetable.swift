import Charging

/// When a meter is visited next.
///
/// Visits fall on multiples of the interval by the wall clock, so that a reading stands at each quarter of an hour and
/// nothing drifts. A visit that was missed is not made up for. A meter that stays silent is visited ever less often,
/// because each attempt takes the line from the others for a whole time-out.
struct Timetable: Sendable {
    let interval: Duration
    /// How rarely a silent meter is visited at most, unless its interval is longer.
    static let rarest = Duration.seconds(60)

    /// `silences` counts the visits in a row that the meter did not answer.
    func pause(after now: Timestamp, silences: Int) -> Duration {
        let period = interval.microseconds
        let rest = period - ((now.microseconds % period) + period) % period
        // Woken a little early, the next multiple is the one this visit was for.
        let next = rest < period / 8 ? rest + period : rest
        return .microseconds(next + (skipped(silences) * period))
    }

    private func skipped(_ silences: Int) -> Int64 {
        guard silences >= Rounds.missesUntilSilent else { return 0 }
        let doubled = Int64(1) << min(silences - Rounds.missesUntilSilent + 1, 20)
        return max(0, min(doubled, Self.rarest.microseconds / interval.microseconds) - 1)
    }
}
