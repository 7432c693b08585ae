import Charging
import Logging

/// What is known of one meter from hour to hour: who answers, whether it is silent, whether its readings are recorded.
/// Says each change once, in the log, in the health of the site and in the record.
struct MeterAccount {
    let meter: MeterID
    let line: String
    let desk: Desk
    private(set) var isSilent = false
    private(set) var serialNumber: String?
    private var isRecordingFailing = false

    init(meter: MeterID, line: String, desk: Desk) {
        self.meter = meter
        self.line = line
        self.desk = desk
    }

    mutating func record(_ reading: MeterReading) async {
        do {
            _ = try await desk.recorder.record(.meter(reading))
            if isRecordingFailing { log(.notice, "Readings are recorded again.") }
            isRecordingFailing = false
        } catch {
            // The journal raises its own condition; this reading is a gap, and the register goes on counting.
            if !isRecordingFailing { log(.warning, "Reading was not recorded.", reason: "\(error)") }
            isRecordingFailing = true
        }
    }

    /// A gap stays a gap; the record says why. It takes a silence only once, however often it is told.
    func recordSilence(_ reason: MeterSilence.Reason, _ detail: String) async {
        // The journal raises its own condition where it cannot take it.
        _ = try? await desk.recorder.record(.missed(MissedReading(meter: meter, reason: reason, detail: detail)))
    }

    mutating func answers() {
        if isSilent { log(.notice, "Meter answers again.") }
        isSilent = false
        desk.health.clear("\(name).silent")
    }

    /// Who answers, by the number on the plate; `nil` where it has none to tell.
    mutating func identify(as number: String?) {
        defer { serialNumber = number }
        guard let number, number != serialNumber else { return }
        log(.notice, serialNumber == nil ? "Meter identified." : "Another meter answers.", reason: number)
    }

    mutating func isSilent(because reason: String, remedy: String) {
        if !isSilent { log(.error, "Meter is silent.", reason: reason) }
        isSilent = true
        desk.health.raise(
            "\(name).silent", .warning, "Meter \(meter) on bus \(line) gives no readings: \(reason).", remedy: remedy)
    }

    /// What the meter itself says is wrong with it; `nil` when nothing is.
    func show(_ notice: (summary: String, remedy: String)?) {
        guard let notice else { return desk.health.clear("\(name).notice") }
        desk.health.raise("\(name).notice", .notice, "Meter \(meter): \(notice.summary)", remedy: notice.remedy)
    }

    private var name: String { "meter.\(meter)" }

    private func log(_ level: Logger.Level, _ message: Logger.Message, reason: String? = nil) {
        var metadata: Logger.Metadata = ["meter": "\(meter)"]
        if let reason { metadata["reason"] = "\(reason)" }
        desk.logger.log(level: level, message, metadata: metadata)
    }
}

extension BusError {
    /// The same as the record says it.
    var silence: MeterSilence.Reason {
        switch self {
        case .unreachable, .lost: .unreachable
        // A gateway says that the meter behind it does not answer.
        case .silent, .exception(11): .unanswered
        case .garbled: .garbled
        case .exception: .refused
        }
    }
}
