import Charging
import OCPP16

// The register of the assigned meter, told beside what the station says.

extension Language16.Occasion {
    func reading(_ judged: JudgedReading) -> Rendering {
        guard let mark = judged.mark else { return .nothing("The register of this reading does not count.") }
        guard !memory.open.isEmpty else { return idle(judged.reading, mark) }
        guard let told = memory.open.first, memory.open.count == 1, told.countsByMeter,
            let number = told.theirs.flatMap({ Int64($0) })
        else { return .nothing("No open transaction counts by this meter.") }
        if let last = told.lastValue, mark.at - last < preset.valuesEvery {
            return .nothing("The register was told a moment ago.")
        }
        guard mark.at >= told.startedAt, let register = register(mark, of: told), register >= told.startWattHours else {
            return .nothing("The reading is outside the open transaction.")
        }
        let values = Language16.values(judged.reading, register: register)
        return .messages([
            OutgoingMessage(
                .progress(told.id),
                MeterValues(connectorId: told.evse, transactionId: number, meterValue: [values]), valueAt: mark.at)
        ])
    }

    /// The register as the CSMS is told it: never more than the stop will tell, which is rounded once and knows of
    /// resets and exchanges.
    private func register(_ mark: MeterMark, of told: LaneTransaction) -> Int64? {
        guard let known else { return mark.register.roundedDown }
        guard known.session.transaction == told.id,
            let energy = Language16.Figures(known.session).energy(until: mark)
        else { return nil }
        if known.isSettled, energy > known.session.energy?.wattHours ?? 0 { return nil }
        let (register, overflow) = told.startWattHours.addingReportingOverflow(energy)
        return overflow ? nil : register
    }

    /// Outside transactions the meter is that of the station as a whole, which is connector 0.
    private func idle(_ reading: MeterReading, _ mark: MeterMark) -> Rendering {
        guard let pause = preset.idleValues else {
            return .nothing("The register is told only while a transaction runs.")
        }
        if let last = memory.lastIdleValue, mark.at - last < pause {
            return .nothing("The register was told a moment ago.")
        }
        let values = Language16.values(reading, register: mark.register.rounded)
        return .messages([
            OutgoingMessage(.other, MeterValues(connectorId: 0, meterValue: [values]), valueAt: mark.at)
        ])
    }
}

extension Language16 {
    private static let phases: [(phase: String, current: OBIS, voltage: OBIS)] = [
        ("L1", "1-0:31.7.0", "1-0:32.7.0"), ("L2", "1-0:51.7.0", "1-0:52.7.0"), ("L3", "1-0:71.7.0", "1-0:72.7.0"),
    ]

    /// What a reading shows, with the register in Wh as it counts.
    fileprivate static func values(_ reading: MeterReading, register: Int64) -> OCPP16.MeterValue {
        func sample(_ value: String, _ measurand: String, _ unit: String, phase: String? = nil) -> OCPP16.SampledValue {
            OCPP16.SampledValue(
                value: value, context: "Sample.Periodic", measurand: measurand, phase: phase, unit: unit)
        }
        func shown(_ obis: OBIS, in unit: String) -> ExactDecimal? {
            reading.registers.first { $0.obis == obis && $0.unit == unit }?.value
        }
        var samples = [sample(String(register), "Energy.Active.Import.Register", "Wh")]
        if let power = shown(.power, in: "W") {
            let isExport = power < ExactDecimal(0)
            if let magnitude = isExport ? ExactDecimal(0).minus(power) : power {
                samples.append(
                    sample("\(magnitude)", isExport ? "Power.Active.Export" : "Power.Active.Import", "W"))
            }
        }
        for (phase, current, _) in phases {
            guard let value = shown(current, in: "A"), value >= ExactDecimal(0) else { continue }
            samples.append(sample("\(value)", "Current.Import", "A", phase: phase))
        }
        for (phase, _, voltage) in phases {
            guard let value = shown(voltage, in: "V") else { continue }
            samples.append(sample("\(value)", "Voltage", "V", phase: phase + "-N"))
        }
        return OCPP16.MeterValue(timestamp: Words.time(reading.at), sampledValue: samples)
    }
}

extension ExactDecimal {
    fileprivate var roundedDown: Int64 {
        let nearest = rounded
        return ExactDecimal(nearest) > self ? nearest - 1 : nearest
    }
}
