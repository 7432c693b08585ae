import Charging
import Logging
import Metering
import Stations

extension Configuration {
    /// The lines, by name: one owner each, however many meters and wallboxes hang there.
    func buses(health: Health, clock: any Clock<Duration>, logger: Logger) -> [String: Bus] {
        var buses: [String: Bus] = [:]
        for section in bus where section.kind == .modbus {
            buses[section.name] = section.busAddress.map {
                Bus(
                    name: section.name, address: $0, timing: section.timing, health: health, clock: clock,
                    logger: logger)
            }
        }
        return buses
    }

    /// The wallboxes on the lines. The last limits the record has of each go on with their safe currents.
    func modbusStations(
        on buses: [String: Bus], registry: Registry, site: Site, health: Health, environment: StationEnvironment
    ) throws -> [ModbusStation] {
        try modbusStation.compactMap { section in
            guard let bus = buses[section.bus] else { return nil }
            let limits = site.stations[section.id]?.limits.values.sorted { $0.at < $1.at } ?? []
            return ModbusStation(
                PolledWallbox(
                    id: section.id, unit: UInt8(clamping: section.unit),
                    profile: try WallboxProfile(path: wallboxProfilePath(section.profile)),
                    interval: .seconds(section.intervalSeconds),
                    mostAmperes: section.maxAmperes.map { ExactDecimal(Int64($0)) }, evses: section.evses),
                bus: bus, registry: registry, health: health,
                earlierLimits: limits.map(\.limit), environment: environment)
        }
    }
}
