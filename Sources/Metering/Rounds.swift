import Charging

/// The visits to one meter.
struct Rounds {
    let meter: PolledMeter
    let bus: Bus
    let desk: Desk
    private let timetable: Timetable
    /// The profile with addresses on the wire; of a SunSpec meter it is known after the first contact.
    private var placed: MeterProfile?
    private var identity = Identity()
    private var misses = 0
    /// The same since the line was there.
    private var silences = 0
    private var lastEnergy: ExactDecimal?
    private var account: MeterAccount

    /// A single lost answer is the line's everyday life; so many in a row are a fault.
    static let missesUntilSilent = 3

    /// Who answers, as far as is known.
    private struct Identity {
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
        account = MeterAccount(meter: meter.id, line: bus.name, desk: desk)
        placed = meter.profile.sunSpecModel == nil ? meter.profile : nil
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
            // One that did not answer the last time, repetition included, has to show that it does before it gets more.
            if silences > 0 { try await probe() }
            let profile = try await place()
            let haste = timetable.isQuarterHour(desk.wallClock.now.at) ? Haste.quarterHour : .everyday
            let harvest = try await bus.read(profile.blocks, unit: meter.unit, timing: meter.timing, haste: haste)
            let at = moment(of: harvest, profile, until: desk.wallClock.now.at)
            let values = profile.values(from: harvest.blocks)
            if fell(values) { identity.visitsLeft = 0 }
            try await identify(profile, on: harvest.connection)
            answered()
            guard !values.isEmpty else { return }
            await account.record(
                MeterReading(
                    meter: meter.id, serialNumber: account.serialNumber, at: at, registers: values, origin: .modbus,
                    profile: "\(profile.vendor) \(profile.model)"))
        } catch let error {
            await missed(error)
        }
    }

    /// A register that fell may be another meter's.
    private mutating func fell(_ values: [RegisterValue]) -> Bool {
        guard let energy = values.first(where: { $0.obis == .energyImport })?.value else { return false }
        defer { lastEnergy = energy }
        return lastEnergy.map { energy < $0 } ?? false
    }

    /// Whether a meter that was silent answers again. A refusal is an answer, too.
    private func probe() async throws(BusError) {
        let first = placed?.blocks.first ?? RegisterBlock(function: .holding, address: SunSpec.bases[0], count: 2)
        do {
            try await bus.probe(first, unit: meter.unit, timing: meter.timing)
        } catch  where error.isRefusal && placed == nil {
            return
        }
    }

    /// Finds out where a SunSpec meter keeps its models, at the first contact and after each miss: an update of its
    /// firmware may have moved them.
    private mutating func place() async throws(BusError) -> MeterProfile {
        if let placed { return placed }
        let (bus, meter) = (bus, meter)
        let found = try await meter.profile.located { block throws(BusError) in
            try await bus.read([block], unit: meter.unit, timing: meter.timing).blocks[0]
        }
        // Without the model there are no such registers.
        guard let found else { throw .exception(2) }
        placed = found
        return found
    }

    /// When the energy was read, which is what is billed; the other registers of the visit stand beside it.
    private func moment(of harvest: Bus.Harvest, _ profile: MeterProfile, until now: Timestamp) -> Timestamp {
        let energy = profile.registers.first { $0.obis == .energyImport }?.block
        let index = energy.flatMap { energy in profile.blocks.firstIndex { $0.contains(energy) } }
        guard let index, index < harvest.ages.count else { return now }
        return now - harvest.ages[index]
    }

    /// Asks for the serial number at the first contact, after anything that could mean that somebody exchanged the
    /// meter, and every now and then. A meter that refuses has none; one that does not answer gives no reading.
    private mutating func identify(_ profile: MeterProfile, on connection: Int) async throws(BusError) {
        guard let register = profile.serialNumber else { return }
        identity.visitsLeft -= 1
        if identity.visitsLeft > 0, identity.connection == connection { return }
        do {
            let harvest = try await bus.read([register.block], unit: meter.unit, timing: meter.timing)
            account.identify(as: harvest.blocks.first.flatMap(register.value(of:)))
            identity.connection = harvest.connection
        } catch let error where error.isRefusal {
            account.identify(as: nil)
            identity.connection = connection
        }
        identity.visitsLeft = Identity.visits
    }

    private mutating func answered() {
        misses = 0
        silences = 0
        account.answers()
    }

    private mutating func missed(_ error: BusError) async {
        guard !Task.isCancelled else { return }
        identity.visitsLeft = 0
        if meter.profile.sunSpecModel != nil { placed = nil }
        // The line's own condition is told once for all that hang on it, and it has a back-off of its own.
        if error.concernsLine {
            silences = 0
        } else {
            misses += 1
            silences += 1
        }
        if !error.concernsLine, misses >= Self.missesUntilSilent {
            account.isSilent(because: "\(error)", remedy: remedy(for: error))
        }
        if error.concernsLine || misses == Self.missesUntilSilent {
            await account.recordSilence(error.silence, "\(error)")
        }
    }

    private func remedy(for error: BusError) -> String {
        switch error {
        case .unreachable, .lost: "Check the bus \(bus.name)."
        case .silent:
            "Check the meter's power, its wires (A and B), its Modbus address \(meter.unit) and the baud rate."
        case .garbled: "Check the parity, the termination, and that no two meters have address \(meter.unit)."
        case .exception: "Check that the profile \(meter.profile.vendor) \(meter.profile.model) is that of the meter."
        }
    }
}
