package import Charging

/// `[[mute_station]]`: one wallbox that cannot talk; its sessions are seen by the meter in front of it.
package struct MuteStationSection: Decodable, Sendable {
    package var id: StationID
    package var meter: MeterID
    /// In W.
    package var startAboveWatts = 500
    package var startAfterSeconds = 30
    /// In W.
    package var stopBelowWatts = 100
    package var stopAfterSeconds = 300

    private enum CodingKeys: String, CodingKey {
        case id, meter
        case startAboveWatts = "start_above_watts"
        case startAfterSeconds = "start_after_seconds"
        case stopBelowWatts = "stop_below_watts"
        case stopAfterSeconds = "stop_after_seconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        id = StationID(try keys.decode(String.self, forKey: .id))
        meter = MeterID(try keys.decode(String.self, forKey: .meter))
        startAboveWatts = try keys.decodeIfPresent(Int.self, forKey: .startAboveWatts) ?? startAboveWatts
        startAfterSeconds = try keys.decodeIfPresent(Int.self, forKey: .startAfterSeconds) ?? startAfterSeconds
        stopBelowWatts = try keys.decodeIfPresent(Int.self, forKey: .stopBelowWatts) ?? stopBelowWatts
        stopAfterSeconds = try keys.decodeIfPresent(Int.self, forKey: .stopAfterSeconds) ?? stopAfterSeconds
    }
}
