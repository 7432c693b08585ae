/// `[console]`: where people and programs look at the site and command it.
package struct ConsoleSection: Decodable, Sendable {
    /// The Unix socket of the command line tool.
    package var socket = "/run/ohmstead/ohmstead.sock"
    /// Where the page and the read-only API listen; `nil` for nowhere.
    package var listen: String?

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case socket, listen
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        socket = try keys.decodeIfPresent(String.self, forKey: .socket) ?? socket
        listen = try keys.decodeIfPresent(String.self, forKey: .listen)
    }
}
