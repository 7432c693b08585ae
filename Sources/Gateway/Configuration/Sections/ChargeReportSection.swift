package import Charging

/// `[[chargereport]]`: one ChargeReport API key, and the stations reported with it.
package struct ChargeReportSection: Decodable, Sendable {
    package var name: UplinkName
    package var url = "https://chargereport.app"
    /// Exactly one of `keyFile` and `keyCredential` is there.
    package var keyFile: String?
    /// The name of a systemd credential.
    package var keyCredential: String?
    /// `nil` means all of them.
    package var stations: [StationID]?
    /// Sessions below this are kept here and not sent, in Wh.
    package var smallestWattHours = 50
    /// How long a final session waits for others to go with it, in seconds.
    package var sendAfterSeconds = 60

    private enum CodingKeys: String, CodingKey {
        case name, url, stations
        case keyFile = "key_file"
        case keyCredential = "key_credential"
        case smallestWattHours = "smallest_watt_hours"
        case sendAfterSeconds = "send_after_seconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        name = UplinkName(try keys.decodeIfPresent(String.self, forKey: .name) ?? "chargereport")
        url = try keys.decodeIfPresent(String.self, forKey: .url) ?? url
        keyFile = try keys.decodeIfPresent(String.self, forKey: .keyFile)
        keyCredential = try keys.decodeIfPresent(String.self, forKey: .keyCredential)
        stations = try keys.decodeIfPresent([String].self, forKey: .stations)?.map(StationID.init(rawValue:))
        smallestWattHours = try keys.decodeIfPresent(Int.self, forKey: .smallestWattHours) ?? smallestWattHours
        sendAfterSeconds = try keys.decodeIfPresent(Int.self, forKey: .sendAfterSeconds) ?? sendAfterSeconds
    }
}
