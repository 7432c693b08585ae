import Charging

/// What goes wrong at the door for stations of this site, as health conditions that go by themselves.
struct DoorTroubles {
    /// What a station was told to come with.
    struct Pending {
        var what: String
        /// `nil` where nobody wrote that down.
        var since: Timestamp?
        /// What is known of the model, as a sentence.
        var advice: String?
    }

    private struct Record {
        var refusals = 0
        var lastRefusal: Timestamp?
        var address: String?
        var moves: [Timestamp] = []
        var pendingSince: Timestamp?
    }

    /// What is said of a model that hangs up without one.
    static let caFile =
        "This model hangs up on wss:// without a word until a CA file is installed on it: install the site CA "
        + "(ohmstead certificates show-ca), or the CA of your own certificate."

    /// Refused so often without getting in between.
    static let refusalsUntilTold = 3
    /// Without another refusal for so long, the trouble is over.
    static let refusalMemory = Duration.seconds(3600)
    /// Came so often from another address than before, within `moveMemory`.
    static let movesUntilTold = 4
    static let moveMemory = Duration.seconds(600)
    /// How long a station may take until it comes with what it was given.
    static let pendingPatience = Duration.seconds(900)
    static let limit = 4096

    private var records: [StationID: Record] = [:]
    private let health: Health?

    init(health: Health?) { self.health = health }

    mutating func refused(_ station: StationID, _ reason: String, at now: Timestamp) {
        guard records[station] != nil || records.count < Self.limit else { return }
        var record = records[station] ?? Record()
        record.refusals += 1
        record.lastRefusal = now
        records[station] = record
        guard record.refusals >= Self.refusalsUntilTold else { return }
        health?.raise(
            code(station, "refused"), .warning, "Station \(station) is refused again and again: \(reason)",
            remedy: "See ohmstead security for what it must bring, and set that in the station.")
    }

    mutating func admitted(_ station: StationID, from address: String, at now: Timestamp) {
        guard records[station] != nil || records.count < Self.limit else { return }
        var record = records[station] ?? Record()
        if record.refusals >= Self.refusalsUntilTold { health?.clear(code(station, "refused")) }
        record.refusals = 0
        record.lastRefusal = nil
        if let earlier = record.address, earlier != address {
            record.moves = record.moves.filter { now - $0 < Self.moveMemory }.suffix(Self.movesUntilTold) + [now]
            if record.moves.count >= Self.movesUntilTold {
                health?.raise(
                    code(station, "flapping"), .warning,
                    "Two stations seem to call themselves \(station): it comes from \(earlier) and \(address) in turn.",
                    remedy: "Give each wallbox an id of its own, or find out who else uses this one.")
            }
        }
        record.address = address
        records[station] = record
    }

    /// Once a minute: takes down what is over, and tells of stations that never came with what they were given.
    mutating func tidy(pending: [StationID: Pending], at now: Timestamp) {
        for (station, record) in records {
            if let last = record.lastRefusal, now - last >= Self.refusalMemory {
                if record.refusals >= Self.refusalsUntilTold { health?.clear(code(station, "refused")) }
                records[station]?.refusals = 0
                records[station]?.lastRefusal = nil
            }
            if let last = record.moves.last, now - last >= Self.moveMemory {
                health?.clear(code(station, "flapping"))
                records[station]?.moves = []
            }
            if record.pendingSince != nil, pending[station] == nil {
                health?.clear(code(station, "pending"))
                records[station]?.pendingSince = nil
            }
        }
        for (station, pending) in pending where records[station] != nil || records.count < Self.limit {
            let since = pending.since ?? records[station]?.pendingSince ?? now
            records[station, default: Record()].pendingSince = since
            guard now - since >= Self.pendingPatience else { continue }
            health?.raise(
                code(station, "pending"), .warning,
                "Station \(station) has not come back with \(pending.what), as it was told to at \(since).",
                remedy: (pending.advice.map { $0 + " " } ?? "")
                    + "Set it in the station by hand, or restart the station; until then the old way still counts.")
        }
    }

    private func code(_ station: StationID, _ part: String) -> String { "station.\(station).\(part)" }
}
