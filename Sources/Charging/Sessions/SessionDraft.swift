/// A session that is not final yet.
package struct SessionDraft: Hashable, Codable, Sendable {
    package internal(set) var session: Session
    /// What the station said at the start; a start that says the same again is the same start.
    var start: TransactionStart?
    /// What the station said at the end, without the values that came with it.
    private var told: TransactionEnd?
    /// Which meter counts, if one does.
    let meter: MeterID?
    /// The newest register of the station's own, and when it was sampled.
    private(set) var lastSample: (register: ExactDecimal, at: Timestamp)? {
        get { lastRegister.flatMap { register in lastSampled.map { (register, $0) } } }
        set { (lastRegister, lastSampled) = (newValue?.register, newValue?.at) }
    }
    private var lastRegister: ExactDecimal?
    private var lastSampled: Timestamp?
    /// The cable was seen unplugged, maybe before the stop was told.
    private var unpluggedAt: Timestamp?
    /// When the end was recorded; the wait for the plug-out counts from here.
    private var endRecorded: Stamp?
    /// The meter's register at the end is known, or will not be.
    private var meterIsComplete = false
    /// Of a station that numbers its messages: which have come.
    var sequence: SequenceTrack?
    /// What the station last said the transaction does.
    package internal(set) var chargingState: String?
    /// Energy may have flowed already, so a register that is told now is not that of the start.
    var mayHaveCharged = false
    /// When the start was recorded.
    let startRecorded: Stamp?
    /// When the next transaction began, if the meter's register at the end of this one was not known by then.
    private var followedAt: Timestamp?

    /// Readings further than this from a start or an end leave a gap that is worth a word.
    static let readingGap = Duration.minutes(5)
    /// A first reading this long after the start still counts as the one at the start.
    static let lateReading = Duration.minutes(1)

    init(_ started: StartedTransaction, at station: StationID, pluggedIn: Timestamp?, meter: MeterID?, stamp: Stamp) {
        session = Session(
            station: station, evse: started.evse, transaction: started.id, name: started.name, tag: started.start?.tag,
            pluggedIn: min(pluggedIn ?? started.at, started.at), started: started.at,
            stationRegister: RegisterSpan(start: started.register), meterSegments: [], flags: started.flags,
            reservation: started.start?.reservation)
        start = started.start
        self.meter = meter
        if pluggedIn == nil, !started.flags.contains(.derived) { session.flags.insert(.plugTimesUnknown) }
        startRecorded = stamp
        if !stamp.trusted { session.flags.insert(.clockUntrusted) }
        if started.name != nil {
            mayHaveCharged = started.start == nil
            sequence = SequenceTrack()
        }
        if let telling = started.start?.telling { hear(telling, started.start?.values ?? [], isStart: true) }
        guard let mark = started.meter else { return }
        session.meterSegments = [MeterSegment(start: mark, stop: mark)]
        if started.at - mark.at > Self.readingGap { session.flags.insert(.meterGap) }
    }

    package var isRunning: Bool { session.stopped == nil }

    /// The end was concluded and has not been told.
    var waitsForItsEnd: Bool { !isRunning && told == nil && !session.flags.contains(.derived) }

    /// This end was told before; only its message is new.
    func wasEnded(by end: TransactionEnd) -> Bool {
        told.map { ($0.transaction, $0.register, $0.timestamp) == (end.transaction, end.register, end.timestamp) }
            ?? false
    }

    /// The energy so far, or in the end.
    package var energy: Energy? {
        meterEnergy ?? RegisterSpan(start: session.stationRegister.start, stop: stationStop).energy
    }

    /// The newest register of the station's own that is known, and when that was.
    package var lastKnown: (register: ExactDecimal, at: Timestamp)? {
        lastSample ?? session.stationRegister.start.map { ($0, session.started) }
    }

    /// The session as far as it is known now; not final.
    package var soFar: Session {
        var session = session
        session.energy = energy
        session.energySource = meterEnergy == nil ? (energy == nil ? nil : .station) : .meter
        if session.pluggedOut != nil, session.stopped != nil { session.pluggedOut = nil }
        return session
    }

    private var stationStop: ExactDecimal? { session.stationRegister.stop ?? lastRegister }

    private var meterEnergy: Energy? {
        guard meter != nil, session.flags.isDisjoint(with: [.meterShared, .meterUnavailable]),
            !session.meterSegments.isEmpty
        else { return nil }
        var sum = ExactDecimal(0)
        for segment in session.meterSegments {
            guard let part = segment.stop.register.minus(segment.start.register), let next = sum.plus(part) else {
                return nil
            }
            sum = next
        }
        return Energy(wattHours: sum.rounded)
    }
}

// What happens to a draft while it waits to become final.
extension SessionDraft {
    mutating func sample(_ register: ExactDecimal, at moment: Timestamp) {
        // An older sample told late shows less; one that shows more is newer, whatever the station's clock says.
        if let lastSample, lastSample.at > moment, lastSample.register >= register { return }
        lastSample = (register, moment)
    }

    /// Where no meter is assigned, each EVSE has its own register, and there is nothing to share.
    mutating func shareMeter() {
        if meter != nil { session.flags.insert(.meterShared) }
    }

    mutating func plugIn() { if isRunning { unpluggedAt = nil } }

    mutating func unplug(at moment: Timestamp) {
        if session.pluggedOut != nil { return }
        unpluggedAt = moment
        if let stopped = session.stopped { session.pluggedOut = max(stopped, moment) }
    }

    /// Another transaction began in the same plug-in period, so this session ends where its transaction did.
    mutating func clip() { session.pluggedOut = session.pluggedOut ?? session.stopped }

    mutating func end(_ ended: EndedTransaction, stamp: Stamp) {
        if let started = ended.started { move(to: started) }
        let stopped = max(ended.at, session.started)
        session.stopped = stopped
        session.stopReason = ended.end?.reason
        session.stationRegister.stop = ended.register
        // An end that was concluded may be told after all.
        if told == nil, ended.end != nil { session.flags.remove(.stopUnknown) }
        session.flags.formUnion(ended.flags)
        session.reportedTransaction = session.flags.contains(.startUnknown) ? ended.end?.transaction : nil
        told = ended.end
        told?.values = []
        endRecorded = stamp
        if !stamp.trusted { session.flags.insert(.clockUntrusted) }
        if let telling = ended.end?.telling { hear(telling, ended.end?.values ?? []) }
        if session.flags.contains(.derived) {
            session.pluggedOut = stopped
        } else if let unpluggedAt {
            session.pluggedOut = max(stopped, unpluggedAt)
        } else if let pluggedOut = session.pluggedOut {
            session.pluggedOut = max(stopped, pluggedOut)
        }
        if let mark = ended.meter { cut(at: mark) }
    }

    /// The next transaction on this station began, maybe before the meter showed where this one ended.
    mutating func follow(at moment: Timestamp) {
        if !isRunning, !meterIsComplete { followedAt = followedAt ?? moment }
    }

    /// Takes a mark of the session's meter: the register goes on, or a new segment begins.
    mutating func take(_ mark: MeterMark, judged judgement: Judgement, modulus: ExactDecimal?) {
        guard !meterIsComplete, mark.meter == meter else { return }
        guard let previous = session.meterSegments.last?.stop else { return begin(at: mark) }
        if mark.at - previous.at > Self.readingGap { session.flags.insert(.meterGap) }
        let last = session.meterSegments.count - 1
        switch judgement {
        case .rollover:
            session.flags.insert(.meterRollover)
            var (top, bottom) = (previous, mark)
            top.register = modulus ?? previous.register
            bottom.register = ExactDecimal(0)
            session.meterSegments[last].stop = top
            session.meterSegments.append(MeterSegment(start: bottom, stop: mark))
        case .reset, .exchanged:
            session.flags.insert(judgement == .reset ? .meterReset : .meterExchanged)
            session.meterSegments.append(MeterSegment(start: mark, stop: mark))
        case .leap:
            // What flowed meanwhile is unknown: no meter counts that fast, so maybe another one answers.
            session.flags.formUnion([.meterGap, .meterUnavailable])
            session.meterSegments.append(MeterSegment(start: mark, stop: mark))
        case .normal, .held, .suspect, .noRegister:
            if mark.isOfAnotherMeter(than: previous) {
                // The exchange was noticed before this session was told.
                session.flags.formUnion([.meterExchanged, .meterUnavailable])
                session.meterSegments.append(MeterSegment(start: mark, stop: mark))
            } else {
                session.meterSegments[last].stop = mark
            }
        }
        completeIfOver(mark)
    }

    /// The first mark there is of this session. One too long after the start missed energy that nobody can tell.
    private mutating func begin(at mark: MeterMark) {
        if !isRunning || mark.at - session.started > Self.lateReading { session.flags.insert(.meterUnavailable) }
        session.meterSegments = [MeterSegment(start: mark, stop: mark)]
        completeIfOver(mark)
    }

    /// The start turns out to be earlier than the first mark there was.
    mutating func beginEarlier(at mark: MeterMark) {
        guard mark.meter == meter else { return }
        guard let first = session.meterSegments.first else {
            session.meterSegments = [MeterSegment(start: mark, stop: mark)]
            return
        }
        if mark.register <= first.start.register, !first.start.isOfAnotherMeter(than: mark) {
            session.meterSegments[0].start = mark
        }
    }

    /// A mark after the stop was told is one after the stop, too, whatever the station's clock says.
    private mutating func completeIfOver(_ mark: MeterMark) {
        guard let stopped = session.stopped, let endRecorded, mark.at >= min(stopped, endRecorded.at) else { return }
        meterIsComplete = true
        if let followedAt, mark.at - followedAt > Self.lateReading { session.flags.insert(.meterUnavailable) }
    }

    /// The end was told late, or concluded: readings after it do not belong to the session.
    private mutating func cut(at mark: MeterMark) {
        guard mark.meter == meter, let stopped = session.stopped else { return }
        meterIsComplete = true
        // The first segment is the session's own, even where a clock that was set back says otherwise.
        while session.meterSegments.count > 1, session.meterSegments.last!.start.at > mark.at {
            session.meterSegments.removeLast()
        }
        guard let last = session.meterSegments.indices.last else { return }
        if mark.isOfAnotherMeter(than: session.meterSegments[last].start) {
            session.flags.formUnion([.meterExchanged, .meterUnavailable])
        }
        session.meterSegments[last].stop = mark
        guard mark.at - stopped > Self.readingGap else { return }
        session.flags.insert(.meterGap)
        // Another transaction, not told yet, may be in that gap; unless a new start is what concluded this one.
        if told != nil { session.flags.insert(.meterUnavailable) }
    }
}

extension MeterMark {
    fileprivate func isOfAnotherMeter(than other: MeterMark) -> Bool {
        guard let serialNumber, let known = other.serialNumber else { return false }
        return serialNumber != known
    }
}

// How a draft becomes final.
extension SessionDraft {
    /// The final session, once its transaction is over and either everything is known or the wait is.
    func final(at stamp: Stamp, after wait: Duration) -> Session? {
        guard let stopped = session.stopped else { return nil }
        let everythingIsKnown = session.pluggedOut != nil && energyIsSettled
        guard everythingIsKnown || hasWaited(wait, at: stamp) else { return nil }
        var final = session
        if sequence?.isComplete == false { final.flags.insert(.messagesMissing) }
        if final.pluggedOut == nil {
            final.pluggedOut = stopped
            final.flags.insert(.plugTimesUnknown)
        }
        settleEnergy(of: &final)
        return final
    }

    /// The session with the energy it will have for good, once that is known; the cable may still be in.
    package var settled: Session? {
        guard energyIsSettled else { return nil }
        var settled = session
        settleEnergy(of: &settled)
        return settled
    }

    private var energyIsSettled: Bool {
        let meterIsSettled = meter == nil || meterIsComplete || session.flags.contains(.meterShared)
        return !isRunning && meterIsSettled && !waitsForItsEnd
    }

    /// By the monotonic clock within one run of the box. Across runs the wall clock must do, and an end that seems to
    /// come from the future has waited long enough.
    private func hasWaited(_ wait: Duration, at stamp: Stamp) -> Bool {
        guard let endRecorded else { return false }
        if stamp.boot == endRecorded.boot { return .microseconds(stamp.monotonic - endRecorded.monotonic) >= wait }
        return stamp.at < endRecorded.at || stamp.at - endRecorded.at >= wait
    }

    private func settleEnergy(of final: inout Session) {
        if meterIsComplete, let energy = meterEnergy {
            (final.energy, final.energySource) = (energy, .meter)
        } else {
            if meter != nil, !final.flags.contains(.meterShared) { final.flags.insert(.meterUnavailable) }
            final.energy = final.stationRegister.energy
            final.energySource = final.energy == nil ? nil : .station
        }
        guard let energy = final.energy, energy.wattHours < 0 else { return }
        final.flags.insert(.registerBackwards)
        (final.energy, final.energySource) = (nil, nil)
    }
}
