package import Logging

/// Walks a line or a range of addresses and finds out which of the known models answer.
package struct Scanner: Sendable {
    /// How far the scan is.
    package struct Progress: Hashable, Sendable {
        package var step: Int
        package var steps: Int
        package var address: BusAddress
        package var unit: UInt8
        package var found: Int
    }

    /// Somebody answered.
    package struct Device: Hashable, Sendable {
        package var address: BusAddress
        package var unit: UInt8
        package var serialNumber: String?
        package var firmware: String?
        /// The models it may be, the likeliest first; empty where no profile fits.
        package var candidates: [Recogniser.Candidate]
    }

    private let recogniser: Recogniser
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(profiles: [MeterProfile], clock: any Clock<Duration>, logger: Logger) {
        recogniser = Recogniser(profiles: profiles)
        self.clock = clock
        self.logger = logger
    }

    /// Looks everywhere and tells of each step. A place that cannot be opened is skipped when there are others, and its
    /// reason thrown when it is the only one. Ends early, with what it has, when the task is cancelled.
    package func scan(
        _ plan: ScanPlan, progress: (Progress) -> Void = { _ in }
    ) async throws(BusError) -> [Device] {
        var devices: [Device] = []
        var step = 0
        for address in plan.addresses {
            let bus = Bus(
                name: "scan", address: address, timing: DeviceTiming(timeout: plan.patience, retries: 0), clock: clock,
                logger: logger)
            let units = plan.units.filter(address.accepts)
            for (index, unit) in units.enumerated() {
                guard !Task.isCancelled else { return devices }
                progress(
                    Progress(step: step + index, steps: plan.steps, address: address, unit: unit, found: devices.count))
                do throws(BusError) {
                    guard let device = try await look(at: unit, on: bus, address) else { continue }
                    if !isKnown(device, among: devices) { devices.append(device) }
                } catch  where error.concernsLine {
                    if plan.addresses.count == 1 { throw error }
                    break
                } catch {
                    continue
                }
            }
            step += units.count
        }
        return devices
    }

    /// Whether it answered already with other settings of the same line: pseudo terminals and some serial servers do
    /// not care about the speed. Two meters at one unit but different speeds are two.
    private func isKnown(_ device: Device, among devices: [Device]) -> Bool {
        guard case .serial = device.address, let number = device.serialNumber else { return false }
        return devices.contains { $0.unit == device.unit && $0.serialNumber == number }
    }

    /// `nil` when nobody is there.
    private func look(at unit: UInt8, on bus: Bus, _ address: BusAddress) async throws(BusError) -> Device? {
        let reading: RegisterReading = { block throws(BusError) in
            try await bus.read([block], unit: unit).blocks[0]
        }
        let candidates: [Recogniser.Candidate]
        do throws(BusError) {
            candidates = try await recogniser.candidates(reading: reading)
        } catch .silent {
            return nil
        } catch {
            // A gateway answers for units behind it that are not there.
            if error == .exception(10) || error == .exception(11) { return nil }
            if error.concernsLine { throw error }
            return Device(address: address, unit: unit, candidates: [])
        }
        let profile = candidates.first?.profile
        return Device(
            address: address, unit: unit, serialNumber: await plate(profile?.serialNumber, reading),
            firmware: await plate(profile?.firmware, reading), candidates: candidates)
    }

    private func plate(_ register: PlateRegister?, _ reading: RegisterReading) async -> String? {
        guard let register, let words = try? await reading(register.block) else { return nil }
        return register.value(of: words)
    }
}
