/// Keeps count of what happens on a line.
struct Tally: Sendable {
    private struct Device {
        var counts = BusStatistics.Counts()
        /// A ring of the last answers' durations.
        var durations: [Duration] = []
        var next = 0
        var answeredAt: Duration?

        static let most = 64

        mutating func answered(in duration: Duration, at now: Duration) {
            answeredAt = now
            if durations.count < Self.most { durations.append(duration) } else { durations[next] = duration }
            next = (next + 1) % Self.most
        }
    }

    /// A minute of the line's time, and how much of it was used.
    private struct Minute {
        var start: Duration
        var busy = Duration.zero
    }

    private var counts = BusStatistics.Counts()
    private var openings = 0
    private var devices: [UInt8: Device] = [:]
    private var earlier: Minute?
    private var minute = Minute(start: .zero)

    mutating func opened() { openings += 1 }

    /// A request and what became of it; `duration` without the silence before it, `busy` with it.
    mutating func note(_ error: BusError?, of unit: UInt8, in duration: Duration, busy: Duration, at now: Duration) {
        turn(at: now)
        minute.busy += busy
        Self.count(error, in: &counts)
        Self.count(error, in: &devices[unit, default: Device()].counts)
        switch error {
        case nil, .exception: devices[unit]?.answered(in: duration, at: now)
        case .silent, .garbled, .lost, .unreachable: break
        }
    }

    func statistics(at now: Duration) -> BusStatistics {
        var tally = self
        tally.turn(at: now)
        let start = tally.earlier?.start ?? tally.minute.start
        let busy = tally.minute.busy + (tally.earlier?.busy ?? .zero)
        return BusStatistics(
            counts: counts, openings: openings,
            utilisation: now > start ? min(1, busy / (now - start)) : 0,
            devices: devices.sorted { $0.key < $1.key }.map { unit, device in
                BusStatistics.Device(
                    unit: unit, counts: device.counts, medianMilliseconds: Self.median(device.durations),
                    secondsSinceAnswer: device.answeredAt.map { (now - $0) / .seconds(1) })
            })
    }

    private mutating func turn(at now: Duration) {
        guard now - minute.start >= .seconds(60) else { return }
        // After a long silence the minute before this one had nothing in it.
        earlier = now - minute.start < .seconds(120) ? minute : nil
        minute = Minute(start: earlier == nil ? now - .seconds(60) : minute.start + .seconds(60))
    }

    private static func count(_ error: BusError?, in counts: inout BusStatistics.Counts) {
        counts.requests += 1
        switch error {
        case nil: counts.answers += 1
        case .silent: counts.silences += 1
        case .garbled: counts.garbled += 1
        case .exception: counts.exceptions += 1
        case .lost, .unreachable: break
        }
    }

    private static func median(_ durations: [Duration]) -> Double? {
        durations.isEmpty ? nil : durations.sorted()[durations.count / 2] / .milliseconds(1)
    }
}
