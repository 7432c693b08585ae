package import Charging

/// `[[meter]]`: one meter on a bus.
package struct MeterSection: Decodable, Sendable {
    package var id: MeterID
    /// The name of its bus.
    package var bus: String
    /// Its Modbus address.
    package var unit = 1
    /// The name of a file in the profile directory, without `.toml`; Modbus meters need one.
    package var profile: String?
    /// The M-Bus channel of a meter that hangs behind a P1 port.
    package var channel: Int?
    /// The number by which a meter of IEC 62056-21 is asked, where several share the line.
    package var number: String?
    /// How often it is read; `nil` means as is usual for its kind.
    package var intervalSeconds: Int?
    /// What its fuse lets through at most, in kW; a register that rises faster is not believed.
    package var mostKilowatts: Int?
    /// As for the bus, where this meter differs.
    package var timeoutMilliseconds: Int?
    package var retries: Int?
    package var pauseMilliseconds: Int?

    private enum CodingKeys: String, CodingKey {
        case id, bus, unit, profile, channel, number, retries
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
        profile = try keys.decodeIfPresent(String.self, forKey: .profile)
        channel = try keys.decodeIfPresent(Int.self, forKey: .channel)
        number = try keys.decodeIfPresent(String.self, forKey: .number)
        intervalSeconds = try keys.decodeIfPresent(Int.self, forKey: .intervalSeconds)
        mostKilowatts = try keys.decodeIfPresent(Int.self, forKey: .mostKilowatts)
        timeoutMilliseconds = try keys.decodeIfPresent(Int.self, forKey: .timeoutMilliseconds)
        retries = try keys.decodeIfPresent(Int.self, forKey: .retries)
        pauseMilliseconds = try keys.decodeIfPresent(Int.self, forKey: .pauseMilliseconds)
    }
}
