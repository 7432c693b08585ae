package import Charging

/// One visit to a meter outside the daemon, for a person who looks.
package enum SingleVisit {
    /// Everything the profile says, as read now.
    package static func read(
        _ profile: MeterProfile, unit: UInt8, timing: DeviceTiming, on bus: Bus
    ) async throws(BusError) -> (serialNumber: String?, registers: [RegisterValue]) {
        let reading: RegisterReading = { block throws(BusError) in
            try await bus.read([block], unit: unit, timing: timing).blocks[0]
        }
        let placed = profile.sunSpecModel == nil ? profile : try await profile.located(reading: reading)
        // Without the model there are no such registers.
        guard let placed else { throw .exception(2) }
        let harvest = try await bus.read(placed.blocks, unit: unit, timing: timing)
        var number: String?
        if let register = placed.serialNumber {
            do throws(BusError) {
                number = register.value(of: try await reading(register.block))
            } catch {
                guard error.isRefusal else { throw error }
            }
        }
        return (number, placed.values(from: harvest.blocks))
    }
}
