package import Charging

/// `[[meter]]`: one meter on a bus.
package struct MeterSection: Decodable, Sendable {
    package var id: MeterID
    /// The name of its bus.
    package var bus: String
    /// Its Modbus address.
    package var unit = 1
    /// The name of a file in the profile directory, without `.toml`.
    package var profile: String
    package var intervalSeconds = 10
    /// What its fuse lets through at most, in kW; a register that rises faster is not believed.
    package var mostKilowatts: Int?
    /// As for the bus, where this meter differs.
    package var timeoutMilliseconds: Int?
    package var retries: Int?
    package var pauseMilliseconds: Int?

    private enum CodingKeys: String, CodingKey {
        case id, bus, unit, profile, retries
        case intervalSeconds = "interval_seconds"
        case mostKilowatts = "most_kilowatts"
        case timeoutMilliseconds = "timeout_milliseconds"
        case pauseMilliseconds = "pause_milliseconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        id = MeterID(try keys.decode(String.self, forKey: .id))
        bus = try keys.decode(String.self, forKey: .bus)
        unit = try keys.decodeIfPresent(Int.self, forKey: .unit) ?? unit
        profile = try keys.decode(String.self, forKey: .profile)
        intervalSeconds = try keys.decodeIfPresent(Int.self, forKey: .intervalSeconds) ?? intervalSeconds
        mostKilowatts = try keys.decodeIfPresent(Int.self, forKey: .mostKilowatts)
        timeoutMilliseconds = try keys.decodeIfPresent(Int.self, forKey: .timeoutMilliseconds)
        retries = try keys.decodeIfPresent(Int.self, forKey: .retries)
        pauseMilliseconds = try keys.decodeIfPresent(Int.self, forKey: .pauseMilliseconds)
    }
}
