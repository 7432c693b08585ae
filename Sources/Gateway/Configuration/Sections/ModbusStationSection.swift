package import Charging

/// `[[modbus_station]]`: one wallbox that is read and steered by Modbus.
package struct ModbusStationSection: Decodable, Sendable {
    package var id: StationID
    /// The name of its bus.
    package var bus: String
    /// Its Modbus address.
    package var unit = 1
    /// The name of a file in the directory of the wallbox profiles, without `.toml`.
    package var profile: String
    /// How many EVSEs it has; more than one only where its profile says so.
    package var evses = 1
    package var intervalSeconds = 5
    /// What it may draw where nothing limits it, on each phase; without it, what its profile allows.
    package var maxAmperes: Int?
    /// The meter whose register counts for the station's energy.
    package var meter: MeterID?
    /// Who may charge here, where that differs from the site.
    package var accept: AuthorizationPolicy.WhoCharges?

    private enum CodingKeys: String, CodingKey {
        case id, bus, unit, profile, evses, meter, accept
        case intervalSeconds = "interval_seconds"
        case maxAmperes = "max_amperes"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        id = StationID(try keys.decode(String.self, forKey: .id))
        bus = try keys.decode(String.self, forKey: .bus)
        unit = try keys.decodeIfPresent(Int.self, forKey: .unit) ?? unit
        profile = try keys.decode(String.self, forKey: .profile)
        evses = try keys.decodeIfPresent(Int.self, forKey: .evses) ?? evses
        intervalSeconds = try keys.decodeIfPresent(Int.self, forKey: .intervalSeconds) ?? intervalSeconds
        maxAmperes = try keys.decodeIfPresent(Int.self, forKey: .maxAmperes)
        meter = try keys.decodeIfPresent(String.self, forKey: .meter).map(MeterID.init(rawValue:))
        accept = try keys.decodeIfPresent(AuthorizationPolicy.WhoCharges.self, forKey: .accept)
    }
}
