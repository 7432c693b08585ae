import Charging

/// How one station is treated, because of what it said of itself.
final class Treatment: Sendable {
    let profile: StationProfile
    var switches: StationSwitches { profile.switches }

    /// A station that behaves as the standard says.
    static let standard = Treatment(.standard)

    init(_ profile: StationProfile) { self.profile = profile }

    /// Refuses what the station is known not to bear, and says where that is known from.
    func refusal(_ reason: String, because key: StationSwitches.CodingKeys) -> CommandError {
        guard let source = profile.reason(for: key) else { return .unsupported("\(reason).") }
        return .unsupported("\(reason) (\(source.profile): \(source.source)).")
    }

    var answerTimeout: Duration? { switches.answerTimeoutSeconds.map { .seconds($0) } }

    // MARK: Configuration

    /// What the station calls a key of the standard.
    func spelling(of key: String) -> String {
        switches.configurationKeyNames?.first { $0.key.lowercased() == key.lowercased() }?.value ?? key
    }

    /// What the standard calls a key of the station.
    func standardName(of key: String) -> String {
        switches.configurationKeyNames?.first { $0.value.lowercased() == key.lowercased() }?.key ?? key
    }

    /// Refuses a value that would harm the station.
    func check(_ key: String, _ value: String) throws(CommandError) {
        switch key.lowercased() {
        case "metervaluessampleddata": try checkMeasurands(value)
        case "metervaluesampleinterval":
            guard let shortest = switches.shortestSampleIntervalSeconds, let seconds = Int(value), seconds > 0,
                seconds < shortest
            else { return }
            throw refusal(
                "This station must not sample more often than every \(shortest) s; write \(shortest) or more",
                because: .shortestSampleIntervalSeconds)
        case "stoptxnsampleddata", "stoptxnaligneddata":
            guard switches.keepStopMeasurands == true, ConfigurationList(value).items.isEmpty else { return }
            throw refusal(
                "This station loses signed values when \(key) is empty; write at least one measurand",
                because: .keepStopMeasurands)
        default: return
        }
    }

    private func checkMeasurands(_ value: String) throws(CommandError) {
        let measurands = ConfigurationList(value).items.map(Self.withoutPhase)
        if let allowed = switches.allowedMeasurands?.map({ $0.lowercased() }),
            let wrong = measurands.first(where: { !allowed.contains($0.lowercased()) })
        {
            throw refusal("This station must not be told to sample \(wrong); leave it out", because: .allowedMeasurands)
        }
        if let refused = switches.refusedMeasurands?.map({ $0.lowercased() }),
            let wrong = measurands.first(where: { refused.contains($0.lowercased()) })
        {
            throw refusal("This station must not be told to sample \(wrong); leave it out", because: .refusedMeasurands)
        }
    }

    /// A measurand may name a phase, as in `Voltage.L1`.
    private static func withoutPhase(_ measurand: String) -> String {
        guard let dot = measurand.lastIndex(of: ".") else { return measurand }
        let phases: Set<Substring> = ["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]
        return phases.contains(measurand[measurand.index(after: dot)...]) ? String(measurand[..<dot]) : measurand
    }

    // MARK: Metering

    /// The report with those samples taken out that must not get into the books. `running` is the transaction that
    /// runs where it was sampled.
    func counted(_ report: MeterReport, running: StationMemory.Running?) -> MeterReport {
        // Whoever counts each session from 0 tells the meter's own register outside; beside that of a session that
        // runs it would be taken for it.
        let isOther =
            switches.registerRestartsAtSession == true && running != nil && TransactionID(report.transaction) == nil
        // One that cannot be reached from where the transaction began would stand in for a stop that never comes.
        let start = switches.energyUnitSuspect == true ? running?.register : nil
        guard
            isOther || start != nil || switches.triggeredRegisterUnreliable == true
                || switches.powerPhaseIsTotal == true
        else { return report }
        var counted = report
        counted.values = report.values.compactMap { value in
            var value = value
            if isOther { value.sampledValues.removeAll(where: \.isRegister) }
            if switches.triggeredRegisterUnreliable == true {
                value.sampledValues.removeAll { $0.context == "Trigger" && $0.isRegister }
            }
            if let start {
                value.sampledValues.removeAll { sample in
                    sample.importRegister.map { !RegisterCheck.canBe($0, after: start) } ?? false
                }
            }
            if switches.powerPhaseIsTotal == true { value.takePowerForTotal() }
            return value.sampledValues.isEmpty ? nil : value
        }
        return counted
    }
}

extension SampledValue {
    fileprivate var isRegister: Bool { measurand?.hasSuffix(".Register") ?? true }
}

extension MeterValue {
    /// The only power there is, though it is called that of L1, is that of all phases.
    fileprivate mutating func takePowerForTotal() {
        let powers = sampledValues.indices.filter { sampledValues[$0].measurand == "Power.Active.Import" }
        if powers.count == 1, sampledValues[powers[0]].phase == "L1" { sampledValues[powers[0]].phase = nil }
    }
}
