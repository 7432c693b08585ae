/// Sees by the power of its meter when a wallbox that cannot talk is charging.
///
/// Power must stay above one threshold for a while before a transaction begins, and below a lower one for a while
/// before it ends; the transaction is then dated back to where that began, so no energy is lost to the waiting. Between
/// the thresholds nothing changes: a wallbox draws some watts of its own, and a car that is nearly full draws little.
/// A meter that shows no power is judged by the pace of its register.
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
    private var pace: RegisterPace?
    private var showsPower: Bool?

    /// What a reading says, and since when.
    private struct Sight {
        var watts: ExactDecimal
        /// It may be less.
        var isBound = false
        var since: MeterMark
        var before: MeterMark
    }

    /// Only a reading that follows from the one before can be counted from there.
    mutating func take(_ judged: JudgedReading, mark: MeterMark, rules: MuteRules) {
        if !judged.judgement.isSmooth { beginAnew() }
        followClock(to: mark.at)
        let unseen = previous.flatMap { Unseen(from: $0, to: mark) }
        defer { previous = mark }
        guard let sight = sight(of: judged.reading, mark) else { return }
        let isHigh = !sight.isBound && sight.watts > ExactDecimal(rules.startAbove)
        let isLow = sight.watts < ExactDecimal(rules.stopBelow)
        switch state {
        case .idle where isHigh:
            rise(since: sight.since.at, before: sight.before, now: mark, rules)
        case .rising(let since, let before):
            if !isHigh {
                if !sight.isBound || isLow { state = .idle }
            } else if let unseen, unseen.watts <= ExactDecimal(rules.startAbove) {
                rise(since: mark.at, before: mark, now: mark, rules)
            } else {
                rise(since: since, before: before, now: mark, rules)
            }
        case .charging where isLow:
            fall(since: sight.since, now: mark, rules)
        case .falling(let since):
            if !isLow {
                if !sight.isBound { state = .charging }
            } else if let unseen, unseen.watts >= ExactDecimal(rules.stopBelow) {
                // It charged while nobody looked.
                fall(since: mark, now: mark, rules)
            } else {
                fall(since: since, now: mark, rules)
            }
        case .idle, .charging, .startDue, .stopDue: break
        }
    }

    mutating func started() { state = .charging }
    mutating func stopped() { state = .idle }

    /// A clock that was set back would make a wait as long as the step.
    private mutating func followClock(to now: Timestamp) {
        switch state {
        case .rising(let since, let before) where now < since: state = .rising(since: now, before: before)
        case .falling(var since) where now < since.at:
            since.at = now
            state = .falling(since)
        default: break
        }
    }

    /// The register has nothing to do with what it was: what has not begun yet begins here, if it does.
    private mutating func beginAnew() {
        (previous, pace) = (nil, nil)
        if case .rising = state { state = .idle }
    }

    private mutating func sight(of reading: MeterReading, _ mark: MeterMark) -> Sight? {
        if let power = reading[.power] {
            showsPower = true
            return Sight(watts: power, since: mark, before: previous ?? mark)
        }
        guard showsPower != true else { return nil }
        var pace = pace ?? RegisterPace(mark)
        let (since, before) = (pace.lastRise, pace.before)
        let isBound = !(mark.register > since.register)
        let watts = pace.watts(at: mark)
        self.pace = pace
        return watts.map { Sight(watts: $0, isBound: isBound, since: since, before: before) }
    }

    private mutating func rise(since: Timestamp, before: MeterMark, now: MeterMark, _ rules: MuteRules) {
        let isLongEnough = now.at - since >= rules.startAfter
        state = isLongEnough ? .startDue(since: since, before: before) : .rising(since: since, before: before)
    }

    private mutating func fall(since: MeterMark, now: MeterMark, _ rules: MuteRules) {
        state = now.at - since.at >= rules.stopAfter ? .stopDue(since) : .falling(since)
    }
}

/// A time without readings, and the power that the register shows to have flowed meanwhile.
private struct Unseen {
    var watts: ExactDecimal

    /// `nil` where the two are close enough.
    init?(from previous: MeterMark, to mark: MeterMark) {
        guard mark.at - previous.at > SessionDraft.readingGap, let watts = mark.watts(since: previous) else {
            return nil
        }
        self.watts = watts
    }
}
