import Charging
import Logging

/// The visits to one meter.
struct Rounds {
    let meter: PolledMeter
    let bus: Bus
    let desk: Desk
    private let timetable: Timetable
    private var identity = Identity()
    private var misses = 0
    /// The same since the line was there.
    private var silences = 0
    private var isRecordingFailing = false

    /// A single lost answer is the line's everyday life; so many in a row are a fault.
    static let missesUntilSilent = 3

    /// Who answers, as far as is known.
    private struct Identity {
        var serialNumber: String?
        /// Visits that may still trust it; 0 asks again.
        var visitsLeft = 0
        var connection = 0

        static let visits = 100
    }

    init(meter: PolledMeter, bus: Bus, desk: Desk) {
        self.meter = meter
        self.bus = bus
        self.desk = desk
        timetable = Timetable(interval: meter.interval)
    }

    mutating func walk() async {
        while !Task.isCancelled {
            await visit()
            let pause = timetable.pause(after: desk.wallClock.now.at, silences: silences)
            do { try await desk.clock.sleep(for: pause) } catch { return }
        }
    }

    private mutating func visit() async {
        do {
            let profile = meter.profile
            if silences >= Self.missesUntilSilent, let first = profile.blocks.first {
                try await bus.probe(first, unit: meter.unit, timing: meter.timing)
            }
            let haste = timetable.isQuarterHour(desk.wallClock.now.at) ? Haste.quarterHour : .everyday
            let harvest = try await bus.read(profile.blocks, unit: meter.unit, timing: meter.timing, haste: haste)
            let at = moment(of: harvest, until: desk.wallClock.now.at)
            try await identify(on: harvest.connection)
            answered()
            let values = meter.profile.values(from: harvest.blocks)
            guard !values.isEmpty else { return }
            await record(
                MeterReading(
                    meter: meter.id, serialNumber: identity.serialNumber, at: at, registers: values, origin: .modbus,
                    profile: "\(profile.vendor) \(profile.model)"))
        } catch let error {
            missed(error)
            await recordSilence(error)
        }
    }

    /// When the energy was read, which is what is billed; the other registers of the visit stand beside it.
    private func moment(of harvest: Bus.Harvest, until now: Timestamp) -> Timestamp {
        let energy = meter.profile.registers.first { $0.obis == .energyImport }?.block
        let index = energy.flatMap { energy in meter.profile.blocks.firstIndex { $0.contains(energy) } }
        guard let index, index < harvest.ages.count else { return now }
        return now + .zero - harvest.ages[index]
    }

    /// Asks for the serial number at the first contact, after anything that could mean that somebody exchanged the
    /// meter, and every now and then. A meter that refuses has none; one that does not answer gives no reading.
    private mutating func identify(on connection: Int) async throws(BusError) {
        guard let register = meter.profile.serialNumber else { return }
        identity.visitsLeft -= 1
        if identity.visitsLeft > 0, identity.connection == connection { return }
        let known = identity.serialNumber
        do {
            let harvest = try await bus.read([register.block], unit: meter.unit, timing: meter.timing)
            identity.serialNumber = harvest.blocks.first.flatMap(register.value(of:))
            identity.connection = harvest.connection
        } catch let error where error.isRefusal {
            identity.serialNumber = nil
            identity.connection = connection
        }
        identity.visitsLeft = Identity.visits
        guard let serialNumber = identity.serialNumber, serialNumber != known else { return }
        log(.notice, known == nil ? "Meter identified." : "Another meter answers.", reason: serialNumber)
    }

    private mutating func record(_ reading: MeterReading) async {
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
    private func recordSilence(_ error: BusError) async {
        guard !Task.isCancelled, error.concernsLine || misses == Self.missesUntilSilent else { return }
        let missed = MissedReading(meter: meter.id, reason: error.silence, detail: "\(error)")
        // The journal raises its own condition where it cannot take it.
        _ = try? await desk.recorder.record(.missed(missed))
    }

    private mutating func answered() {
        if misses >= Self.missesUntilSilent { log(.notice, "Meter answers again.") }
        misses = 0
        silences = 0
        desk.health.clear(condition)
    }

    private mutating func missed(_ error: BusError) {
        guard !Task.isCancelled else { return }
        identity.visitsLeft = 0
        // The line's own condition is told once for all that hang on it, and it has a back-off of its own.
        guard !error.concernsLine else { return silences = 0 }
        misses += 1
        silences += 1
        if misses == Self.missesUntilSilent { log(.error, "Meter is silent.", reason: "\(error)") }
        guard misses >= Self.missesUntilSilent else { return }
        desk.health.raise(
            condition, .warning, "Meter \(meter.id) on bus \(bus.name) gives no readings: \(error).",
            remedy: remedy(for: error))
    }

    private var condition: String { "meter.\(meter.id).silent" }

    private func remedy(for error: BusError) -> String {
        switch error {
        case .unreachable, .lost: "Check the bus \(bus.name)."
        case .silent:
            "Check the meter's power, its wires (A and B), its Modbus address \(meter.unit) and the baud rate."
        case .garbled: "Check the parity, the termination, and that no two meters have address \(meter.unit)."
        case .exception: "Check that the profile \(meter.profile.vendor) \(meter.profile.model) is that of the meter."
        }
    }

    private func log(_ level: Logger.Level, _ message: Logger.Message, reason: String? = nil) {
        var metadata: Logger.Metadata = ["meter": "\(meter.id)"]
        if let reason { metadata["reason"] = "\(reason)" }
        desk.logger.log(level: level, message, metadata: metadata)
    }
}

extension BusError {
    fileprivate var silence: MeterSilence.Reason {
        switch self {
        case .unreachable, .lost: .unreachable
        // A gateway says that the meter behind it does not answer.
        case .silent, .exception(11): .unanswered
        case .garbled: .garbled
        case .exception: .refused
        }
    }
}
