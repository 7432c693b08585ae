/// `[sessions]`: when a session is final.
package struct SessionsSection: Decodable, Sendable {
    /// How long a session waits for the plug to be pulled after charging ended, in seconds.
    package var finalAfterSeconds = 900

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case finalAfterSeconds = "final_after_seconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        finalAfterSeconds = try keys.decodeIfPresent(Int.self, forKey: .finalAfterSeconds) ?? finalAfterSeconds
    }
}
