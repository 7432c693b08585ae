/// `[storage]`: where the record is.
package struct StorageSection: Decodable, Sendable {
    /// The data file; SQLite puts two companions beside it.
    package var path = "/var/lib/ohmstead/ohmstead.db"

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case path
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        path = try keys.decodeIfPresent(String.self, forKey: .path) ?? path
    }
}
