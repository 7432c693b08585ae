import FoundationEssentials

/// The user name and password of a Basic `Authorization` header, as bytes. RFC 7617.
///
/// Never as text: the password of an OCPP station may be any bytes at all.
struct BasicHeader: Equatable {
    var user: [UInt8]
    var password: [UInt8]

    /// `nil` for another scheme, or for what is no Base64 of `user:password`.
    init?(_ header: String) {
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard header.utf8.count <= 1024, words.count == 2, words[0].lowercased() == "basic" else { return nil }
        // Some libraries leave the padding out.
        let text = words[1].filter { $0 != "=" }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text + padding), let colon = data.firstIndex(of: UInt8(ascii: ":")) else {
            return nil
        }
        user = Array(data[..<colon])
        password = Array(data[data.index(after: colon)...])
    }
}
