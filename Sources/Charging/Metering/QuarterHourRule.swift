/// Decides the quarter hours of one register between two marks that count.
///
/// A quarter hour waits for the first mark at or after it. It takes the nearer of the two marks around it if that is
/// near enough, else the straight line between them if that can be drawn, and else it is missing.
struct QuarterHourRule {
    let register: OBIS
    /// The mark that counted before, and its segment; `nil` at the first.
    var previous: (mark: RegisterMark, segment: RegisterSegment?)?
    var now: (mark: RegisterMark, segment: RegisterSegment)
    let judgement: Judgement
    let modulus: ExactDecimal?
    /// Up to here everything is decided.
    let decided: Timestamp?

    private enum Outcome {
        case value(QuarterHour)
        case missing(MissingQuarterHours.Reason)
    }

    /// More quarter hours than this between two marks are looked at only at both ends.
    private static let mostByOne: Int64 = 8

    func decide() -> QuarterHours {
        guard now.mark.at >= Plausible.earliest, let (first, last) = range else { return QuarterHours() }
        var result = QuarterHours()
        let count = (last - first).microseconds / QuarterHours.length.microseconds + 1
        if count <= Self.mostByOne {
            for index in 0..<count {
                add(outcome(at: first + .microseconds(index * QuarterHours.length.microseconds)), first, index, &result)
            }
        } else {
            add(outcome(at: first), first, 0, &result)
            result.miss(register, first + QuarterHours.length, last - QuarterHours.length, reason)
            add(outcome(at: last), first, count - 1, &result)
        }
        return result
    }

    private func add(_ outcome: Outcome, _ first: Timestamp, _ index: Int64, _ result: inout QuarterHours) {
        switch outcome {
        case .value(let value): result.values.append(value)
        case .missing(let reason):
            let boundary = first + .microseconds(index * QuarterHours.length.microseconds)
            result.miss(register, boundary, boundary, reason)
        }
    }

    /// The quarter hours to decide, if there are any. A mark of a time when the clock was not set yet is none to begin at.
    private var range: (first: Timestamp, last: Timestamp)? {
        let last = QuarterHours.last(upTo: now.mark.at)
        let begins = (previous?.mark.at).flatMap { $0 >= Plausible.earliest ? $0 : nil }
        guard let start = [begins, decided].compactMap(\.self).max() else {
            return now.mark.at - last <= QuarterHours.tolerance ? (last, last) : nil
        }
        guard isBelievable else { return nil }
        let first = QuarterHours.first(after: start)
        return first <= last ? (first, last) : nil
    }

    private func outcome(at boundary: Timestamp) -> Outcome {
        let after = now.mark.at - boundary
        if let previous, let segment = previous.segment, boundary >= previous.mark.at {
            let before = boundary - previous.mark.at
            if before <= QuarterHours.tolerance, before <= after {
                return .value(measured(previous.mark, segment, at: boundary))
            }
        }
        if after <= QuarterHours.tolerance { return .value(measured(now.mark, now.segment, at: boundary)) }
        return line(at: boundary).map { .value($0) } ?? .missing(reason)
    }

    private func measured(_ mark: RegisterMark, _ segment: RegisterSegment, at boundary: Timestamp) -> QuarterHour {
        QuarterHour(
            register: register, at: boundary, quality: .measured, value: mark.value, segment: segment.number,
            serialNumber: segment.serialNumber, sources: [ReadingReference(mark)],
            untrusted: mark.isTrusted ? nil : true)
    }

    private func line(at boundary: Timestamp) -> QuarterHour? {
        guard let (earlier, segment) = previous, let segment, isOneRun, isContinuous, boundary > earlier.at,
            now.mark.at - earlier.at <= QuarterHours.reach
        else { return nil }
        let isRollover = judgement == .rollover
        guard let end = isRollover ? modulus.flatMap({ $0.plus(now.mark.value) }) : now.mark.value,
            var value = ExactDecimal.onLine(
                from: (earlier.at.microseconds, earlier.value), to: (now.mark.at.microseconds, end),
                at: boundary.microseconds)
        else { return nil }
        var found = segment
        if isRollover, let modulus, value >= modulus, let rest = value.minus(modulus) {
            (value, found) = (rest, now.segment)
        }
        return QuarterHour(
            register: register, at: boundary, quality: .interpolated, value: value, segment: found.number,
            serialNumber: found.serialNumber, sources: [ReadingReference(earlier), ReadingReference(now.mark)],
            untrusted: earlier.isTrusted && now.mark.isTrusted ? nil : true)
    }

    /// The register counted from one mark to the other and did nothing else.
    private var isOneRun: Bool { judgement.isSmooth || judgement == .rollover }

    private var reason: MissingQuarterHours.Reason {
        if !isContinuous { return .clock }
        return isOneRun ? .silent : .segment
    }

    /// Both marks were stamped by a clock that nobody set in between.
    private var isContinuous: Bool {
        guard let earlier = previous?.mark else { return false }
        guard earlier.monotonic != nil, now.mark.monotonic != nil else {
            return earlier.isTrusted && now.mark.isTrusted
        }
        let drift = (now.mark.at - earlier.at).microseconds - now.mark.elapsed(since: earlier).microseconds
        return drift.magnitude <= QuarterHours.step.microseconds.magnitude
    }

    private var isBelievable: Bool {
        guard let earlier = previous?.mark, !now.mark.isTrusted, !isContinuous else { return true }
        return now.mark.at - earlier.at <= QuarterHours.blindFaith
    }
}

extension QuarterHours {
    /// One more that is missing, or several in a row; those that go on from the last ones join them.
    fileprivate mutating func miss(
        _ register: OBIS, _ first: Timestamp, _ last: Timestamp, _ reason: MissingQuarterHours.Reason
    ) {
        if let previous = missing.last, previous.reason == reason, previous.last + Self.length == first {
            missing[missing.count - 1].last = last
        } else {
            missing.append(MissingQuarterHours(registers: [register], first: first, last: last, reason: reason))
        }
    }

    /// Joins what was decided of one register to what was of others.
    mutating func join(_ other: QuarterHours) {
        values += other.values
        for range in other.missing {
            let same = missing.firstIndex {
                ($0.first, $0.last, $0.reason) == (range.first, range.last, range.reason)
            }
            if let same { missing[same].registers += range.registers } else { missing.append(range) }
        }
    }
}

extension ExactDecimal {
    /// The value of the straight line through two points, exactly, cut to as many decimals as the finer of the two has.
    /// It is cut off and not rounded, because a register shows what has flowed and not what is about to. `nil` when
    /// the line falls or a value does not fit.
    static func onLine(
        from start: (x: Int64, y: ExactDecimal), to end: (x: Int64, y: ExactDecimal), at x: Int64
    ) -> ExactDecimal? {
        let scale = max(start.y.scale, end.y.scale)
        guard (start.x...max(start.x, end.x)).contains(x), start.x < end.x, let low = start.y.shifted(by: scale),
            let high = end.y.shifted(by: scale), high >= low
        else { return nil }
        // 64 bits times 64 bits fit into 128, so nothing is lost before the division.
        let rise = Int128(high.rounded) - Int128(low.rounded)
        let part = rise * (Int128(x) - Int128(start.x)) / (Int128(end.x) - Int128(start.x))
        return Int64(exactly: Int128(low.rounded) + part).flatMap { ExactDecimal(digits: $0, scale: scale) }
    }
}
