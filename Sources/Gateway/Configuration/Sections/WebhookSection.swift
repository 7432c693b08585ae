package import Charging

/// `[[webhook]]`: a URL that receives sessions and readings as signed JSON.
package struct WebhookSection: Decodable, Sendable {
    package var name: UplinkName
    package var url: String
    /// Exactly one of `secretFile` and `secretCredential` is there.
    package var secretFile: String?
    /// The name of a systemd credential.
    package var secretCredential: String?
    /// Readings of meters go with the sessions.
    package var readings = false
    /// Whose sessions are sent; `nil` means all of them.
    package var stations: [StationID]?
    /// How long a record waits for others to go with it, in seconds.
    package var sendAfterSeconds = 10

    private enum CodingKeys: String, CodingKey {
        case name, url, readings, stations
        case secretFile = "secret_file"
        case secretCredential = "secret_credential"
        case sendAfterSeconds = "send_after_seconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        name = UplinkName(try keys.decode(String.self, forKey: .name))
        url = try keys.decode(String.self, forKey: .url)
        secretFile = try keys.decodeIfPresent(String.self, forKey: .secretFile)
        secretCredential = try keys.decodeIfPresent(String.self, forKey: .secretCredential)
        readings = try keys.decodeIfPresent(Bool.self, forKey: .readings) ?? readings
        stations = try keys.decodeIfPresent([String].self, forKey: .stations)?.map(StationID.init(rawValue:))
        sendAfterSeconds = try keys.decodeIfPresent(Int.self, forKey: .sendAfterSeconds) ?? sendAfterSeconds
    }
}
