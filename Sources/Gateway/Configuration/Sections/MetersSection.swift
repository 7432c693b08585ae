/// `[meters]`: what holds for all meters.
package struct MetersSection: Decodable, Sendable {
    /// The directory of the meter profiles.
    package var profiles = "/usr/share/ohmstead/profiles/meters"

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case profiles
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        profiles = try keys.decodeIfPresent(String.self, forKey: .profiles) ?? profiles
    }
}
