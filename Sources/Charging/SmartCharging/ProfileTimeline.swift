/// What one profile says at one moment, and when it next says something else.
///
/// Moments are whole seconds since 1970, as finely as OCPP tells schedules; fractions are cut off.
struct ProfileView {
    /// `nil` while the profile says nothing: not valid yet, expired, or between two recurrences.
    var period: ChargingSchedule.Period?
    /// `nil` when it stays like this for ever.
    var nextChange: Int64?
}

extension ChargingProfile {
    /// - Parameter transactionStart: where a relative schedule begins.
    func view(at second: Int64, transactionStart: Int64) -> ProfileView {
        if let from = validFrom?.seconds, second < from { return ProfileView(nextChange: from) }
        let validEnd = validTo?.seconds
        if let validEnd, second >= validEnd { return ProfileView() }
        var view = schedule(at: second, transactionStart: transactionStart)
        view.nextChange = [view.nextChange, validEnd].compactMap(\.self).min()
        return view
    }

    private func schedule(at second: Int64, transactionStart: Int64) -> ProfileView {
        guard let first = kind == .relative ? transactionStart : schedule.start?.seconds else { return ProfileView() }
        guard second >= first else { return ProfileView(nextChange: first) }
        var begin = first
        var again: Int64?
        if kind == .recurring, let span = recurrency?.seconds {
            begin += (second - first) / span * span
            again = begin + span
        }
        let end = schedule.durationSeconds.map { begin + Int64($0) }
        if let end, second >= end { return ProfileView(nextChange: again) }
        let next = schedule.firstPeriod(after: second - begin)
        let nextStart = next < schedule.periods.count ? begin + Int64(schedule.periods[next].startSeconds) : nil
        return ProfileView(
            period: next > 0 ? schedule.periods[next - 1] : nil,
            nextChange: [nextStart, end, again].compactMap(\.self).min())
    }
}

extension ChargingSchedule {
    /// The index of the first period that begins later than that many seconds after the start.
    fileprivate func firstPeriod(after elapsed: Int64) -> Int {
        var (low, high) = (0, periods.count)
        while low < high {
            let middle = (low + high) / 2
            if Int64(periods[middle].startSeconds) <= elapsed { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
