/// Sees by the power of its meter when a wallbox that cannot talk is charging.
///
/// Power must stay above one threshold for a while before a transaction begins, and below a lower one for a while
/// before it ends; the transaction is then dated back to where that began, so no energy is lost to the waiting.
struct MuteDetector: Hashable, Codable, Sendable {
    enum State: Hashable, Codable, Sendable {
        case idle
        /// Power is above the threshold since then; `before` is the register when it was not yet.
        case rising(since: Timestamp, before: MeterMark)
        /// It has been long enough; a transaction is to be started.
        case startDue(since: Timestamp, before: MeterMark)
        case charging
        /// Power is below the threshold since that mark.
        case falling(MeterMark)
        /// It has been long enough; the transaction is to be ended.
        case stopDue(MeterMark)
    }

    private(set) var state = State.idle
    private var previous: MeterMark?

    /// Only a reading that follows from the one before can be counted from there.
    mutating func take(_ judged: JudgedReading, mark: MeterMark, rules: MuteRules) {
        let reading = judged.reading
        if !judged.judgement.isSmooth { previous = nil }
        defer { previous = mark }
        guard let power = reading[.power] else { return }
        let isHigh = power > ExactDecimal(rules.startAbove)
        let isLow = power < ExactDecimal(rules.stopBelow)
        switch state {
        case .idle where isHigh:
            rise(since: mark.at, before: previous ?? mark, now: mark, rules)
        case .rising(let since, let before):
            if isHigh { rise(since: since, before: before, now: mark, rules) } else { state = .idle }
        case .charging where isLow:
            fall(since: mark, now: mark, rules)
        case .falling(let since):
            if isLow { fall(since: since, now: mark, rules) } else { state = .charging }
        case .idle, .charging, .startDue, .stopDue: break
        }
    }

    mutating func started() { state = .charging }
    mutating func stopped() { state = .idle }

    private mutating func rise(since: Timestamp, before: MeterMark, now: MeterMark, _ rules: MuteRules) {
        let isLongEnough = now.at - since >= rules.startAfter
        state = isLongEnough ? .startDue(since: since, before: before) : .rising(since: since, before: before)
    }

    private mutating func fall(since: MeterMark, now: MeterMark, _ rules: MuteRules) {
        state = now.at - since.at >= rules.stopAfter ? .stopDue(since) : .falling(since)
    }
}
