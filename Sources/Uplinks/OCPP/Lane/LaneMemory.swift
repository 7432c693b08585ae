package import Charging
import FoundationEssentials

/// What one lane of an OCPP uplink remembers of its CSMS, committed together with its cursor.
///
/// No tag stands here, for this is not sealed: whose transaction it is says the record.
package struct LaneMemory: Hashable, Codable, Sendable {
    /// Everything up to this entry is done with; it may be ahead of the cursor, which moves once a batch.
    package var doneThrough: Int64 = 0
    /// Starts told at entries up to this one may have been sent, also where nothing else is known of them.
    package var promisedThrough: Int64?
    /// Entries that were parked, so that one that comes again is known to be a retry.
    package var parked: Set<Int64> = []
    /// Messages the CSMS said it does not take, by their actions.
    package var leftOut: Set<String> = []
    /// When the register of the meter was last told outside a transaction.
    package var lastIdleValue: Timestamp?
    /// Running ones, and the last that ended.
    package private(set) var transactions: [LaneTransaction] = []

    /// Of transactions that ended, so many are remembered: commands and late values may still name them.
    static let mostEnded = 8

    package init() {}

    package subscript(_ id: TransactionID) -> LaneTransaction? {
        get { transactions.last { $0.id == id } }
        set {
            if let index = transactions.lastIndex(where: { $0.id == id }) {
                if let newValue { transactions[index] = newValue } else { transactions.remove(at: index) }
            } else if let newValue {
                transactions.append(newValue)
                forgetOldest()
            }
        }
    }

    /// The transaction the CSMS calls so.
    package func transaction(theirs name: String) -> LaneTransaction? { transactions.last { $0.theirs == name } }

    /// Those the CSMS knows as running.
    package var open: [LaneTransaction] { transactions.filter { $0.phase == .open } }

    private mutating func forgetOldest() {
        let ended = transactions.filter { $0.phase == .ended }.count
        guard ended > Self.mostEnded, let oldest = transactions.firstIndex(where: { $0.phase == .ended }) else {
            return
        }
        transactions.remove(at: oldest)
    }
}

/// One transaction, as it stands between this site and one CSMS.
package struct LaneTransaction: Hashable, Codable, Sendable {
    package enum Phase: String, Codable, Sendable {
        /// Its start is on its way, or was and no answer was seen.
        case starting
        /// The CSMS took the start.
        case open
        /// The CSMS took the stop.
        case ended
        /// Its start is parked; what else is told of it waits.
        case parked
    }

    /// An event that was sent (2.0.1).
    package struct Event: Hashable, Codable, Sendable {
        package var number: Int
        /// The entry it tells of.
        package var entry: Int64
    }

    package let id: TransactionID
    /// How the CSMS calls it: the integer it gave (1.6), or the UUID we gave it (2.0.1). `nil` until it is known.
    package var theirs: String?
    package var phase = Phase.starting
    package var evse: Int
    /// The start as it was told first. A retry must say the same, for that is how a CSMS knows it again.
    package var startedAt: Timestamp
    /// Wh, rounded. The stop is told as this plus the session's energy, so that the difference is what is billed.
    package var startWattHours: Int64
    /// The assigned meter's register is told, and not the station's own.
    package var countsByMeter: Bool
    /// The number of the next TransactionEvent (2.0.1); only what was answered uses one up.
    package var nextSeqNo = 0
    /// What was sent last, as long as no answer to it was seen.
    package var unanswered: Event?
    /// What was told last of what it does, in the words of 2.0.1.
    package var chargingState: String?
    /// The energy told at the stop, in Wh.
    package var toldEnergy: Int64?
    /// The CSMS was told whose tag it is (2.0.1): with the start, or with the first message that had a tag after it.
    package var toldTag = false
    /// The number of the remote start that led to it (2.0.1); the start tells it.
    package var remoteStart: Int?
    /// When the register of the meter was last told.
    package var lastValue: Timestamp?
    /// The start was sent, and no answer to it was seen.
    package var mayHaveArrived = false
    /// The start was sent more than once, because no answer to it was seen.
    package var isAmbiguous = false
    /// The entry whose start is parked.
    package var parkedAt: Int64?
    /// The start named nobody (1.6), and goes on to name nobody where it is told again.
    package var isAnonymous = false
    /// Entries about it that wait for its parked start.
    package var held: [Int64] = []

    package init(
        id: TransactionID, evse: Int, startedAt: Timestamp, startWattHours: Int64, countsByMeter: Bool,
        theirs: String? = nil
    ) {
        self.id = id
        self.evse = evse
        self.startedAt = startedAt
        self.startWattHours = startWattHours
        self.countsByMeter = countsByMeter
        self.theirs = theirs
    }
}

extension LaneTransaction {
    /// Bounded; a transaction has a few values and its stop.
    mutating func hold(_ seq: Int64) {
        if held.count < 1000, !held.contains(seq) { held.append(seq) }
    }
}

extension LaneMemory {
    package init?(_ bytes: [UInt8]) {
        guard let memory = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
        self = memory
    }

    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(self))
    }
}
