import Synchronization

/// Remembers which password already opened for which station, so that a reconnect costs microseconds.
///
/// After a power cut a thousand stations come back at once, and hashing every password again would take half a minute
/// of computing. What is kept is an HMAC under a key that this process made up: no password, and nothing of use to
/// anyone outside it. The mark covers the hash, so an entry is worth nothing once the hash has changed. Only what
/// opened is remembered, so nobody can fill the memory with guesses.
package final class VerifiedPasswords: Sendable {
    private let key: [UInt8]
    private let limit: Int
    private let marks = Mutex<[String: [UInt8]]>([:])

    /// - Parameter limit: of how many stations a password is remembered.
    package init(limit: Int = 10_000) throws(TrustError) {
        precondition(limit > 0)
        self.limit = limit
        key = try RandomBytes.make(32)
    }

    /// Whether the password opens. Blocks for a computation or two when it is not the one remembered.
    package func opens(_ offered: [UInt8], for station: String, hash: PasswordHash) -> Bool {
        if remembers(offered, for: station, hash: hash) { return true }
        guard hash.opens(for: offered) else { return false }
        let mark = mark(offered, station, hash)
        marks.withLock { marks in
            if marks[station] == nil, marks.count >= limit { marks.remove(at: marks.startIndex) }
            marks[station] = mark
        }
        return true
    }

    /// Whether the password is known to open, in microseconds. `false` means only that it must be computed.
    package func remembers(_ offered: [UInt8], for station: String, hash: PasswordHash) -> Bool {
        guard offered.count <= StationSecret.maximumBytes, let known = marks.withLock({ $0[station] }) else {
            return false
        }
        return ConstantTime.areEqual(known, mark(offered, station, hash))
    }

    /// For a station that is gone, or whose password changed.
    package func forget(_ station: String) {
        marks.withLock { _ = $0.removeValue(forKey: station) }
    }

    package var count: Int { marks.withLock { $0.count } }

    /// Each part is preceded by its length, so that no other parts give the same message.
    private func mark(_ offered: [UInt8], _ station: String, _ hash: PasswordHash) -> [UInt8] {
        var message: [UInt8] = []
        for part in [Array(station.utf8), hash.salt, hash.hash, offered] {
            message += (0..<4).map { UInt8(truncatingIfNeeded: part.count >> (8 * $0)) } + part
        }
        return HMACSHA256.mark(message, key: key)
    }
}
