/// Addresses that misbehaved so often that they are not heard for a while.
///
/// Each further ban of the same address lasts twice as long as the one before, and a quiet time clears its record. The
/// number of addresses remembered is bounded; who misbehaved longest ago is forgotten first.
package struct Bans: Sendable {
    package struct Policy: Hashable, Sendable {
        /// This many offences within `window` make a ban.
        package var threshold: Int
        package var window: Duration
        /// How long the first ban lasts, and the longest.
        package var shortest: Duration
        package var longest: Duration
        /// Without an offence for so long, an address starts anew.
        package var forgiveness: Duration
        /// How many addresses are remembered.
        package var capacity: Int

        package init(
            threshold: Int = 30, window: Duration = .seconds(60), shortest: Duration = .seconds(30),
            longest: Duration = .seconds(15 * 60), forgiveness: Duration = .seconds(60 * 60), capacity: Int = 4096
        ) {
            self.threshold = max(threshold, 1)
            self.window = window
            self.shortest = shortest
            self.longest = longest
            self.forgiveness = forgiveness
            self.capacity = max(capacity, 1)
        }
    }

    private struct Entry {
        var offences = 0
        var windowStart: Duration
        var latest: Duration
        var bannedUntil: Duration?
        var nextBan: Duration
    }

    package let policy: Policy
    private var entries: [IPAddress: Entry] = [:]

    package init(_ policy: Policy = Policy()) {
        self.policy = policy
    }

    /// Counts an offence. Returns how long the address is banned for when this was the one too many.
    package mutating func offend(_ address: IPAddress, at now: Duration) -> Duration? {
        makeRoom(for: address, at: now)
        var entry = entries[address] ?? fresh(at: now)
        if now - entry.latest >= policy.forgiveness { entry = fresh(at: now) }
        if let end = entry.bannedUntil, now < end { return nil }
        entry.bannedUntil = nil
        if now - entry.windowStart >= policy.window {
            entry.windowStart = now
            entry.offences = 0
        }
        entry.offences += 1
        entry.latest = now
        defer { entries[address] = entry }
        guard entry.offences >= policy.threshold else { return nil }
        let length = entry.nextBan
        entry.offences = 0
        entry.latest = now + length
        entry.bannedUntil = now + length
        entry.nextBan = min(length * 2, policy.longest)
        return length
    }

    package func isBanned(_ address: IPAddress, at now: Duration) -> Bool {
        guard let end = entries[address]?.bannedUntil else { return false }
        return now < end
    }

    package func count(at now: Duration) -> Int {
        entries.values.count { entry in entry.bannedUntil.map { now < $0 } ?? false }
    }

    /// Who is banned and for how much longer, the longest first.
    func banned(at now: Duration) -> [(address: IPAddress, remaining: Duration)] {
        entries.compactMap { address, entry in
            entry.bannedUntil.flatMap { now < $0 ? (address, $0 - now) : nil }
        }
        .sorted { $0.remaining > $1.remaining }
    }

    /// Forgets what an address did.
    package mutating func pardon(_ address: IPAddress) { entries[address] = nil }

    /// How many addresses are remembered.
    package var size: Int { entries.count }

    private func fresh(at now: Duration) -> Entry {
        Entry(windowStart: now, latest: now, nextBan: policy.shortest)
    }

    private mutating func makeRoom(for address: IPAddress, at now: Duration) {
        guard entries[address] == nil, entries.count >= policy.capacity else { return }
        entries = entries.filter { now - $0.value.latest < policy.forgiveness }
        guard entries.count >= policy.capacity else { return }
        // A quarter at once, so that a flood of strangers does not cost a search each.
        let oldest = entries.sorted { $0.value.latest < $1.value.latest }.prefix((policy.capacity + 3) / 4)
        for (address, _) in oldest { entries[address] = nil }
    }
}
