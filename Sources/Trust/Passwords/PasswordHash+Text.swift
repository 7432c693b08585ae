extension PasswordHash {
    /// As it is stored.
    package var text: String {
        let (salt, hash) = (Base64.standard.text(salt), Base64.standard.text(hash))
        return "$scrypt$ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(String(decoding: salt, as: UTF8.self))$\(String(decoding: hash, as: UTF8.self))"
    }

    /// `nil` for anything but a scrypt hash whose cost can be borne.
    package init?(text: String) {
        guard text.utf8.count <= 256 else { return nil }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Cost(text: parts[2]),
            let salt = Base64.standard.bytes(parts[3].utf8), (8...64).contains(salt.count),
            let hash = Base64.standard.bytes(parts[4].utf8), (16...64).contains(hash.count)
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
    }
}

extension PasswordHash.Cost {
    fileprivate init?(text: Substring) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let logRounds = Self.number(parts[0], "ln="),
            let blockSize = Self.number(parts[1], "r="), let parallelism = Self.number(parts[2], "p=")
        else { return nil }
        self.init(logRounds: logRounds, blockSize: blockSize, parallelism: parallelism)
        guard isBearable else { return nil }
    }

    private static func number(_ text: Substring, _ name: String) -> Int? {
        let digits = text.utf8.dropFirst(name.utf8.count)
        guard text.hasPrefix(name), (1...2).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(Substring(digits))
    }
}

extension PasswordHash: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let hash = PasswordHash(text: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no password hash.")
        }
        self = hash
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
