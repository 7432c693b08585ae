/// `[storage]`: where the record is.
package struct StorageSection: Decodable, Sendable {
    /// The data file; SQLite puts two companions beside it.
    package var path = "/var/lib/ohmstead/ohmstead.db"
    /// The key that seals tags in the data file; made where it is missing. `nil` puts it beside the data file.
    package var tagKeyFile: String?

    package var tagKeyPath: String { tagKeyFile ?? path + ".tagkey" }

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case path
        case tagKeyFile = "tag_key_file"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        path = try keys.decodeIfPresent(String.self, forKey: .path) ?? path
        tagKeyFile = try keys.decodeIfPresent(String.self, forKey: .tagKeyFile)
    }
}
