/// Makes the passwords that are shown to a person once and then typed into a station.
package enum SecretGenerator {
    /// An AuthorizationKey for OCPP 1.6: 20 random bytes as 40 hexadecimal digits.
    package static func authorizationKey() throws(TrustError) -> String {
        Hex.text(try RandomBytes.make(20))
    }

    /// A BasicAuthPassword for OCPP 2.0.1, such as `k7wq3-…`: four groups of five characters, 100 random bits, within
    /// the characters and the 16 to 40 of a `passwordString`. Nothing in it is easily taken for something else.
    package static func password() throws(TrustError) -> String {
        var groups: [String] = []
        for _ in 0..<4 { groups.append(String(decoding: try characters(5), as: UTF8.self)) }
        return groups.joined(separator: "-")
    }

    /// 32 characters, so that five bits choose one and all are equally likely.
    private static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

    private static func characters(_ count: Int) throws(TrustError) -> [UInt8] {
        try RandomBytes.make(count).map { alphabet[Int($0 & 31)] }
    }
}
