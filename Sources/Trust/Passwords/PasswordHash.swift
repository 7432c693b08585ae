internal import COpenSSL

/// A password as it may be stored: salted and hashed with scrypt (RFC 7914), so that guessing costs memory and time.
///
/// The text is `$scrypt$ln=13,r=8,p=1$salt$hash` with base64 without padding. It is read with bounds: a text somebody
/// put into the database must not make the daemon ask for gigabytes.
package struct PasswordHash: Hashable, Sendable {
    /// How much one computation takes.
    package struct Cost: Hashable, Sendable {
        /// The number of rounds is 2 to the power of this.
        package var logRounds: Int
        /// The size of a block in units of 128 bytes.
        package var blockSize: Int
        package var parallelism: Int

        package init(logRounds: Int, blockSize: Int = 8, parallelism: Int = 1) {
            self.logRounds = logRounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// 8 MiB and 25 ms on one core of a small server. Enough because the passwords that are made here have a hundred
        /// random bits and more, and little enough for a thousand stations that come back to a box that has just started.
        package static let standard = Cost(logRounds: 13)

        /// At most 64 MiB and four times over.
        var isBearable: Bool {
            (1...16).contains(logRounds) && (1...16).contains(blockSize) && (1...4).contains(parallelism)
                && memoryBytes <= 64 << 20
        }

        var memoryBytes: Int { 128 * blockSize << logRounds }
    }

    let cost: Cost
    let salt: [UInt8]
    let hash: [UInt8]

    private static let saltBytes = 16
    private static let hashBytes = 32

    init(cost: Cost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Blocks for as long as `cost` says.
    package static func make(_ password: [UInt8], cost: Cost = .standard) throws(TrustError) -> PasswordHash {
        precondition(cost.isBearable)
        let salt = try RandomBytes.make(saltBytes)
        let hash = try scrypt(password, salt: salt, cost: cost, count: hashBytes)
        return PasswordHash(cost: cost, salt: salt, hash: hash)
    }

    /// Blocks for as long as the cost says; takes the same time whether the first or the last byte differs.
    package func verify(_ password: [UInt8]) -> Bool {
        guard let offered = try? Self.scrypt(password, salt: salt, cost: cost, count: hash.count) else { return false }
        return ConstantTime.areEqual(offered, hash)
    }

    static func scrypt(
        _ password: [UInt8], salt: [UInt8], cost: Cost, count: Int
    ) throws(TrustError) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: count)
        let (rounds, memory) = (UInt64(1) << UInt64(cost.logRounds), UInt64(cost.memoryBytes) + 1 << 20)
        let result = unsafe password.withUnsafeBytes { bytes in
            unsafe EVP_PBE_scrypt(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count, rounds,
                UInt64(cost.blockSize), UInt64(cost.parallelism), memory, &hash, count)
        }
        try check(result, "hash a password")
        return hash
    }
}

extension PasswordHash: CustomStringConvertible {
    package var description: String { "(a password hash)" }
}
