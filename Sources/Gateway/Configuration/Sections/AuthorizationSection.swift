/// `[authorization]`: who may charge.
package struct AuthorizationSection: Decodable, Sendable {
    package var accept = Accept.everyone
    /// Upper and lower case do not matter.
    package var tags: [String] = []

    package enum Accept: String, CaseIterable, Decodable, Sendable {
        case everyone, listed
    }

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case accept, tags
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        accept = try keys.decodeIfPresent(Accept.self, forKey: .accept) ?? accept
        tags = try keys.decodeIfPresent([String].self, forKey: .tags) ?? tags
    }
}
