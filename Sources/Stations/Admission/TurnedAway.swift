package import Charging

/// A handshake that was refused, for whoever wonders why a wallbox does not show up.
package struct TurnedAway: Hashable, Codable, Sendable {
    /// The path it asked for, cut at 200 characters.
    package var path: String
    package var address: String
    package var reason: String
    /// The last time; stations try again and again.
    package var at: Timestamp
    package var count: Int
}

/// The latest refusals, one for each path and reason.
struct TurnedAwayList {
    static let limit = 64

    private(set) var entries: [TurnedAway] = []

    /// `true` when this is news, and not the same station knocking again.
    mutating func note(_ refusal: TurnedAway) -> Bool {
        if let index = entries.firstIndex(where: { $0.path == refusal.path && $0.reason == refusal.reason }) {
            var known = entries.remove(at: index)
            known.at = refusal.at
            known.address = refusal.address
            known.count += 1
            entries.append(known)
            return false
        }
        if entries.count == Self.limit { entries.removeFirst() }
        entries.append(refusal)
        return true
    }

    /// The station got in after all.
    mutating func forget(path: String) { entries.removeAll { $0.path == path } }
}
