// What becomes of a session while the box's clock is set: a box without a battery-backed one begins in the past.
extension SessionDraft {
    /// Steps up to this are none; a time service corrects a clock by little and often.
    private static let leastStep = Duration.minutes(1)

    /// When the transaction began, as is known now. `nil` where that is no news: the clock was not set since, or was right
    /// before, or somebody who knew better told the start.
    func started(by stamp: Stamp) -> Timestamp? {
        guard let recorded = startRecorded, recorded.boot == stamp.boot, !recorded.trusted,
            stamp.at >= Plausible.earliest
        else { return nil }
        let step = stamp.at - recorded.at - .microseconds(stamp.monotonic - recorded.monotonic)
        guard step.magnitude > Self.leastStep, (session.started - recorded.at).magnitude <= Plausible.ahead else {
            return nil
        }
        return session.started + step
    }

    /// The start, and what was dated by the same clock before it.
    mutating func move(to started: Timestamp) {
        let step = started - session.started
        session.started = started
        session.pluggedIn = session.pluggedIn + step
        if let first = session.meterSegments.first?.start.at, (started - step - first).magnitude <= Self.readingGap {
            session.meterSegments[0].start.at = first + step
        }
    }
}

extension Duration {
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
