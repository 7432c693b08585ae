/// `[security]`: the site's own certificate authority.
package struct SecuritySection: Decodable, Sendable {
    /// Where its key is; `nil` means beside the data file.
    package var caDirectory: String?
    /// The names and addresses by which stations reach this box; they go into the certificates of its listeners.
    package var names: [String] = []
    /// How long a station's certificate is good, in days.
    package var certificateDays = 365

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case names
        case caDirectory = "ca_directory"
        case certificateDays = "certificate_days"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        caDirectory = try keys.decodeIfPresent(String.self, forKey: .caDirectory)
        names = try keys.decodeIfPresent([String].self, forKey: .names) ?? names
        certificateDays = try keys.decodeIfPresent(Int.self, forKey: .certificateDays) ?? certificateDays
    }
}
