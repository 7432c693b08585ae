package import Charging
import FoundationEssentials
import Synchronization
package import Trust

/// Computes slow password hashes, a few at a time and away from everybody else's threads.
///
/// A thousand stations that come back at once, or somebody who guesses passwords, must not keep the box from charging.
/// So there are a few lanes with threads of their own, the line in front of them is bounded, and no station has more
/// than a few places in it. What opened once is remembered, and needs no place at all.
package final class HashingDesk: Sendable {
    package enum Outcome: Hashable, Sendable {
        case opens
        case doesNotOpen
        /// The line is full; nothing was computed.
        case busy
    }

    package struct Limits: Hashable, Sendable {
        /// Computations at the same time.
        package var lanes: Int
        /// Computations that are running or waiting.
        package var places: Int
        package var placesPerStation: Int

        /// As many lanes as the box has cores, up to four.
        package init(lanes: Int? = nil, places: Int = 1024, placesPerStation: Int = 2) {
            self.lanes = max(lanes ?? min(ProcessInfo.processInfo.activeProcessorCount, 4), 1)
            self.places = places
            self.placesPerStation = placesPerStation
        }
    }

    private struct State {
        var places = 0
        var placesOfStations: [StationID: Int] = [:]
        var computed = 0
    }

    private let limits: Limits
    private let lanes: [PasswordLane]
    private let verified: VerifiedPasswords?
    private let state = Mutex(State())

    package init(limits: Limits = Limits()) {
        self.limits = limits
        lanes = (0..<limits.lanes).map { PasswordLane(number: $0) }
        verified = try? VerifiedPasswords()
    }

    /// How many hashes were computed so far.
    package var computed: Int { state.withLock { $0.computed } }

    /// Whether the password opens for the station.
    package func opens(_ offered: [UInt8], for station: StationID, hash: PasswordHash) async -> Outcome {
        if verified?.remembers(offered, for: station.rawValue, hash: hash) == true { return .opens }
        guard takePlace(station) else { return .busy }
        // The same lane for all that one station tries: what it tries again was computed by then, and is not twice.
        let lane = lanes[Int(UInt(bitPattern: station.hashValue) % UInt(lanes.count))]
        let opens = await lane.compute { [verified] in
            verified?.opens(offered, for: station.rawValue, hash: hash) ?? hash.opens(for: offered)
        }
        leavePlace(station)
        return opens ? .opens : .doesNotOpen
    }

    /// The hash of a new password.
    package func hash(_ secret: StationSecret) async throws(TrustError) -> PasswordHash {
        try await lanes[0].compute { Result { () throws(TrustError) in try secret.hash() } }.get()
    }

    package func forget(_ station: StationID) { verified?.forget(station.rawValue) }

    private func takePlace(_ station: StationID) -> Bool {
        state.withLock { state in
            let own = state.placesOfStations[station, default: 0]
            guard state.places < limits.places, own < limits.placesPerStation else { return false }
            state.places += 1
            state.placesOfStations[station] = own + 1
            return true
        }
    }

    private func leavePlace(_ station: StationID) {
        state.withLock { state in
            state.places -= 1
            state.computed += 1
            let rest = state.placesOfStations[station, default: 1] - 1
            state.placesOfStations[station] = rest > 0 ? rest : nil
        }
    }
}
