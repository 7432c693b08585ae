package import Charging

/// What a simulated CSMS knows of all its stations.
package struct CSMSBooks: Sendable {
    package internal(set) var stations: [String: CSMSStation] = [:]
    /// The next id of a transaction (1.6).
    var nextID: Int32 = 700_001

    package subscript(station: String) -> CSMSStation { stations[station] ?? CSMSStation() }

    /// What stations did that no CSMS can work with, as sentences.
    package var violations: [String] {
        stations.sorted { $0.key < $1.key }.flatMap { station in
            station.value.violations.map { "\(station.key): \($0)" }
        }
    }

    /// Of all stations, in the order of their names and then in the order they came.
    package var transactions: [CSMSTransaction] {
        stations.sorted { $0.key < $1.key }.flatMap(\.value.transactions)
    }

    mutating func edit<Result>(
        _ station: String, _ change: (inout CSMSStation, inout Int32) throws -> Result
    ) rethrows -> Result {
        try change(&stations[station, default: CSMSStation()], &nextID)
    }
}

/// What a simulated CSMS knows of one station.
package struct CSMSStation: Sendable {
    package struct Message: Hashable, Sendable {
        package var at: Timestamp
        package var action: String
        /// To the letter.
        package var payload: String
    }

    /// As the CSMS believes, which does not notice anything while it hangs.
    package internal(set) var isConnected = false
    /// Nothing is read any more of its connection.
    package internal(set) var isFrozen = false
    /// How often it connected, and with what.
    package internal(set) var connections = 0
    package internal(set) var subprotocol: String?
    /// The name in the certificate it showed last.
    package internal(set) var certificateName: String?
    package internal(set) var boots = 0
    package internal(set) var heartbeats = 0
    /// The latest status of each connector (1.6), or of each EVSE (2.0.1). 0 is the station.
    package internal(set) var statuses: [Int: String] = [:]
    /// What its meter showed last, in Wh.
    package internal(set) var latestMeterWattHours: Int64?
    /// In the order in which they were told first.
    package internal(set) var transactions: [CSMSTransaction] = []
    /// The ids of transactions in the order in which their stops came.
    package internal(set) var stops: [String] = []
    /// Everything that was taken, and what was not taken is in neither.
    package internal(set) var messages: [Message] = []
    /// How often an action was answered with an error.
    package internal(set) var refusals: [String: Int] = [:]
    /// Ids of starts that were answered and thrown away.
    package internal(set) var discarded: [String] = []
    /// What it did that no CSMS can work with, as sentences.
    package internal(set) var violations: [String] = []
    /// Where a transaction stands in `transactions`, which may be many.
    private var places: [String: Int] = [:]
    private var starts: [CSMSStart: String] = [:]

    package func count(_ action: String) -> Int { messages.count { $0.action == action } }

    package func payloads(_ action: String) -> [String] {
        messages.filter { $0.action == action }.map(\.payload)
    }

    package func transaction(_ id: String) -> CSMSTransaction? { places[id].map { transactions[$0] } }

    mutating func object(_ sentence: String) { violations.append(sentence) }

    mutating func add(_ transaction: CSMSTransaction) {
        places[transaction.id] = transactions.count
        transactions.append(transaction)
    }

    /// `false` when there is no such transaction.
    mutating func edit(_ id: String, _ change: (inout CSMSTransaction) -> Void) -> Bool {
        guard let place = places[id] else { return false }
        change(&transactions[place])
        return true
    }

    /// The transaction that began with this message before.
    func transaction(begunBy start: CSMSStart) -> String? { starts[start] }

    mutating func remember(_ start: CSMSStart, as id: String) { starts[start] = id }
}

/// What makes two starts the same one. OCPP 1.6, section 3.7.1.
struct CSMSStart: Hashable {
    var connector: Int
    var tag: String
    var register: Int64?
    var timestamp: String?
}
