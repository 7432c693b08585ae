/// `[site]`: the place as a whole.
package struct SiteSection: Decodable, Sendable {
    /// What people call the site.
    package var name = "Ohmstead"
    /// An IANA name; `nil` means the box's own zone.
    package var timeZone: String?

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case name
        case timeZone = "time_zone"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        name = try keys.decodeIfPresent(String.self, forKey: .name) ?? name
        timeZone = try keys.decodeIfPresent(String.self, forKey: .timeZone)
    }
}
