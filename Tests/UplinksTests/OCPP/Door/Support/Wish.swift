import Charging
import OCPP
import SchemaSupport
import Testing

/// One message of a CSMS: what it must come to at a station that does everything, and what at a door that only watches.
struct Wish: Sendable, CustomTestStringConvertible {
    /// What a door that only watches says.
    enum Watching: Sendable, Equatable {
        /// The word of the answer, or the code of the error.
        case refuses(String)
        case answers
    }

    var action: String
    var json: String
    /// What the station is told; `nil` where it need not be asked.
    var command: Command?
    /// The word of the answer; `nil` where it has none.
    var status: String?
    var watching: Watching

    var testDescription: String { action }

    init(
        _ action: String, _ json: String = "{}", _ command: Command?, _ status: String? = "Accepted",
        watching: Watching = .refuses("Rejected")
    ) {
        self.action = action
        self.json = json
        self.command = command
        self.status = status
        self.watching = watching
    }
}

extension ChargingProfile {
    /// 16 A from a moment on, as the examples have it.
    static func example(
        _ purpose: Purpose, transaction: TransactionID? = nil, id: Int = 5, level: Int = 1, schedule: Int = 0,
        amperes: ExactDecimal = ExactDecimal(16)
    ) -> ChargingProfile {
        var profile = ChargingProfile(
            id: id, stackLevel: level, purpose: purpose, kind: .absolute, transaction: transaction,
            schedule: ChargingSchedule(
                id: schedule, unit: .ampere, start: ISO8601("2026-05-28T00:00:00Z")!.timestamp,
                periods: [.init(startSeconds: 0, limit: amperes)]))
        if purpose != .chargingStationMaxProfile { profile.wished = profile.schedule }
        return profile
    }
}
