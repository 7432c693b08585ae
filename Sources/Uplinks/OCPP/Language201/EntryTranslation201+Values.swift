import Charging
import OCPP
import OCPP201

// What is told while a transaction runs, and what meters show outside of transactions.
extension EntryTranslation201 {
    func rendering(_ report: MeterReport) -> Rendering {
        if let session = session?.session {
            guard let known = memory[session.transaction], known.phase != .starting else { return start(session) }
            return silence(of: known) ?? progress(report, known)
        }
        // OCPP 2 tells what is sampled while a transaction runs as part of it, whether the station named it or not.
        if report.telling != nil { return .nothing("It belongs to no transaction that is known.") }
        if let known = open(on: report.evse) { return progress(report, known) }
        let sampling = Sampling201(dialect: dialect)
        let values = sampling.values(report.values) { believed($0, ahead: report.clockAheadSeconds) }
        if values.isEmpty { return .nothing("No value in it has a place in OCPP 2.") }
        return .messages([OutgoingMessage(.other, MeterValues(evseId: report.evse, meterValue: values))])
    }

    /// The transaction that runs on an EVSE.
    private func open(on evse: Int) -> LaneTransaction? { memory.open.last { $0.evse == evse } }

    private func progress(_ report: MeterReport, _ known: LaneTransaction) -> Rendering {
        let sampling = Sampling201(dialect: dialect, registers: known.countsByMeter ? .none : .all)
        let values = sampling.values(report.values) { believed($0, ahead: report.clockAheadSeconds) }
        let telling = report.telling
        let told = ChargingState(telling?.chargingState)
        let state = told?.rawValue == known.chargingState ? nil : told
        // Who ends it may be another one than who began it.
        let isOfEnd = telling?.trigger == "StopAuthorized" || telling?.trigger == "Deauthorized"
        let tag = !known.toldTag || isOfEnd ? telling?.tag : nil
        let trigger = TriggerReason(telling?.trigger, in: dialect)
        guard !values.isEmpty || state != nil || tag != nil || saysSomething(trigger) else {
            return .nothing("Nothing in it is news to the CSMS.")
        }
        let moment = telling?.timestamp ?? report.values.last?.timestamp ?? entry.stamp.at
        return .messages([
            updated(
                known, at: believed(moment, ahead: report.clockAheadSeconds),
                trigger ?? (tag != nil ? .authorized : Self.trigger(of: report)), offline: telling?.offline ?? false,
                state: state, values: values, tag: tag)
        ])
    }

    /// The reason is a message by itself, even without values: the driver was let go, the charging rate changed.
    private func saysSomething(_ trigger: TriggerReason?) -> Bool {
        switch trigger {
        case nil, .meterValuePeriodic, .meterValueClock, .signedDataReceived, .trigger, .chargingStateChanged: false
        default: true
        }
    }

    private static func trigger(of report: MeterReport) -> TriggerReason {
        switch report.values.lazy.flatMap(\.sampledValues).compactMap(\.context).first {
        case "Sample.Clock": .meterValueClock
        case "Trigger": .trigger
        default: .meterValuePeriodic
        }
    }

    func rendering(_ status: Charging.ConnectorStatus) -> Rendering {
        guard status.evse > 0 else { return .nothing("OCPP 2 has no EVSE 0.") }
        let moment = believed(status.timestamp ?? entry.stamp.at)
        var told = status
        told.timestamp = moment
        var messages = [OutgoingMessage(.other, language.status(told, at: moment))]
        if let state = ChargingState(status.state), let known = open(on: status.evse),
            known.chargingState != state.rawValue
        {
            messages.append(updated(known, at: moment, .chargingStateChanged, state: state))
        }
        return .messages(messages)
    }

    func rendering(_ judged: JudgedReading) -> Rendering {
        let reading = judged.reading
        guard let register = judged.counted(.energyImport)?.rounded else {
            return .nothing("The meter's register does not count in this reading.")
        }
        let running = memory.open
        guard let known = running.first(where: \.countsByMeter) else {
            return running.isEmpty
                ? idle(reading, register) : .nothing("The register of the station counts, and not that of the meter.")
        }
        // The register of two cars is that of neither.
        guard running.count == 1 else { return .nothing("Two transactions share the meter.") }
        guard let register = counted(judged, for: known), reading.at >= known.startedAt,
            register >= known.startWattHours
        else { return .nothing("The register does not go on from the start of the transaction.") }
        guard isDue(reading.at, since: known.lastValue, preset.valuesEvery) else {
            return .nothing("The register was told a short time ago.")
        }
        let value = Sampling201.register(register, .samplePeriodic, at: reading.at, and: others(reading))
        return .messages([
            updated(known, at: reading.at, .meterValuePeriodic, values: [value], valueAt: reading.at)
        ])
    }

    /// The register as it would be had nothing happened to it since the start, and never more than the end will tell;
    /// `nil` where the session does not count by it any more. Where the session is not given it is what was read.
    private func counted(_ judged: JudgedReading, for known: LaneTransaction) -> Int64? {
        guard let mark = judged.mark else { return nil }
        guard let session = session?.session else {
            let rounded = mark.register.rounded
            return ExactDecimal(rounded) > mark.register ? rounded - 1 : rounded
        }
        // What is told at the end is rounded twice, too: the start, and the energy.
        return session.energy(until: mark).map { known.startWattHours + $0.rounded }
    }

    /// Outside transactions it is told by the clock, as the station's main meter.
    private func idle(_ reading: MeterReading, _ register: Int64) -> Rendering {
        guard let span = preset.idleValues else { return .nothing("No transaction runs.") }
        guard isDue(reading.at, since: memory.lastIdleValue, span) else {
            return .nothing("The register was told a short time ago.")
        }
        let value = Sampling201.register(register, .sampleClock, at: reading.at, and: others(reading, .sampleClock))
        return .messages([
            OutgoingMessage(.other, MeterValues(evseId: 0, meterValue: [value]), valueAt: reading.at)
        ])
    }

    private func isDue(_ moment: Timestamp, since last: Timestamp?, _ span: Duration) -> Bool {
        last.map { moment - $0 >= span } ?? true
    }

    /// What the meter shows besides its register, as far as it is of use to a CSMS.
    private func others(
        _ reading: MeterReading, _ context: ReadingContext = .samplePeriodic
    ) -> [OCPP201.SampledValue] {
        Self.quantities.compactMap { quantity in
            guard let value = reading.registers.first(where: { $0.obis == quantity.obis }), value.unit == quantity.unit,
                // A negative power is one in the other direction, which charging is not.
                quantity.measurand != .powerActiveImport || value.value >= ExactDecimal(0)
            else { return nil }
            return OCPP201.SampledValue(
                value: NumberText(value.value.limitedToSixPlaces.description), context: context,
                measurand: quantity.measurand, phase: quantity.phase, unitOfMeasure: UnitOfMeasure(unit: value.unit))
        }
    }

    private static let quantities: [(obis: OBIS, measurand: Measurand, phase: Phase?, unit: String)] = [
        (.power, .powerActiveImport, nil, "W"),
        ("1-0:31.7.0", .currentImport, .l1, "A"), ("1-0:51.7.0", .currentImport, .l2, "A"),
        ("1-0:71.7.0", .currentImport, .l3, "A"),
        ("1-0:32.7.0", .voltage, .l1N, "V"), ("1-0:52.7.0", .voltage, .l2N, "V"),
        ("1-0:72.7.0", .voltage, .l3N, "V"),
    ]
}

extension Session {
    /// What the assigned meter counted from the start to its mark, over resets and exchanges.
    fileprivate func energy(until mark: MeterMark) -> ExactDecimal? {
        guard flags.isDisjoint(with: [.meterShared, .meterUnavailable]) else { return nil }
        var energy = ExactDecimal(0)
        for segment in meterSegments {
            let isHere = segment.start.at <= mark.at && mark.at <= segment.stop.at
            let end = isHere ? mark.register : segment.stop.register
            guard let part = end.minus(segment.start.register), let sum = energy.plus(part) else { return nil }
            if isHere { return sum }
            energy = sum
        }
        return nil
    }
}

extension ExactDecimal {
    /// As many digits behind the point as OCPP 2 allows.
    fileprivate var limitedToSixPlaces: ExactDecimal {
        guard scale > 6, let micros = shifted(by: 6)?.rounded else { return self }
        return ExactDecimal(digits: micros, scale: 6) ?? self
    }
}
