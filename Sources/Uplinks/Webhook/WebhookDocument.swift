import Charging
import FoundationEssentials

/// The document a webhook receives: a batch of final sessions and accepted readings, oldest first, as programs may rely
/// on it. Times are ISO 8601 in UTC, energies in Wh, numbers of registers as texts because they are exact.
struct WebhookDocument: Encodable {
    /// The numbers of the first and the last entry in the journal that the batch is about. A batch that is sent again
    /// has the same numbers and the same bytes.
    var first: Int64
    var last: Int64
    var sessions: [WebhookSession] = []
    var readings: [WebhookReading] = []
    /// The numbers of the entries that are not in the document.
    private(set) var withheld: [Int64] = []

    private enum CodingKeys: String, CodingKey { case first, last, sessions, readings }

    /// `stations` are those whose sessions are sent; `nil` means all of them.
    init(_ entries: [Entry], stations: Set<StationID>?) {
        first = entries.first?.seq ?? 0
        last = entries.last?.seq ?? 0
        for entry in entries {
            switch entry.fact {
            case .sessionFinal(let session) where stations?.contains(session.station) ?? true:
                sessions.append(WebhookSession(session, seq: entry.seq))
            case .reading(let judged): readings.append(WebhookReading(judged, seq: entry.seq))
            default: withheld.append(entry.seq)
            }
        }
    }

    var isEmpty: Bool { sessions.isEmpty && readings.isEmpty }

    /// Always the same bytes for the same batch.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(self) else {
            preconditionFailure("a document has only what every JSON encoder can write")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

struct WebhookSession: Encodable {
    /// The entry's number: names the session for ever.
    var seq: Int64
    var station: String
    var evse: Int
    var transaction: Int64
    var tag: String?
    var pluggedIn: String
    var started: String
    var stopped: String?
    var pluggedOut: String?
    var stopReason: String?
    /// `null` where the energy is not known.
    var wattHours: Int64?
    /// `meter` or `station`.
    var energySource: String?
    var flags: [String]

    init(_ session: Session, seq: Int64) {
        self.seq = seq
        station = session.station.rawValue
        evse = session.evse
        transaction = Int64(session.transaction.number)
        tag = session.tag
        pluggedIn = session.pluggedIn.description
        started = session.started.description
        stopped = session.stopped?.description
        pluggedOut = session.pluggedOut?.description
        stopReason = session.stopReason
        wattHours = session.energy?.wattHours
        energySource = session.energySource?.rawValue
        flags = session.flags.sorted().map(\.rawValue)
    }
}

struct WebhookReading: Encodable {
    struct Register: Encodable {
        var obis: String
        var value: String
        var unit: String
    }

    var seq: Int64
    var meter: String
    var serialNumber: String?
    var at: String
    /// What the gateway thought of it: only `suspect` ones should not be counted from.
    var judgement: String
    var registers: [Register]

    init(_ judged: JudgedReading, seq: Int64) {
        self.seq = seq
        meter = judged.reading.meter.rawValue
        serialNumber = judged.reading.serialNumber
        at = judged.reading.at.description
        judgement = judged.judgement.rawValue
        registers = judged.reading.registers.map {
            Register(obis: $0.obis.rawValue, value: $0.value.description, unit: $0.unit)
        }
    }
}
