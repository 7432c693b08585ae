package import Charging

/// One transaction as a simulated CSMS has it in its books.
package struct CSMSTransaction: Hashable, Sendable {
    /// As the CSMS calls it (1.6), or as the station did (2.0.1).
    package let id: String
    /// The connector (1.6), or the EVSE (2.0.1); `nil` until it was told.
    package internal(set) var connector: Int?
    package internal(set) var tag: String?
    package internal(set) var startedAt: Timestamp
    /// Wh, as all registers here.
    package internal(set) var meterStart: Int64?
    package internal(set) var stoppedAt: Timestamp?
    package internal(set) var meterStop: Int64?
    package internal(set) var reason: String?
    /// The tag that ended it.
    package internal(set) var stopTag: String?
    package internal(set) var reservation: Int64?
    /// Of the request that began it (2.0.1).
    package internal(set) var remoteStart: Int?
    /// What was answered about the tag.
    package internal(set) var verdict = "Accepted"
    /// How often the start and the stop were told; more than once each is the same message again.
    package internal(set) var startsTold = 1
    package internal(set) var stopsTold = 0
    /// Messages of meter values, without the start and the stop.
    package internal(set) var valuesCount = 0
    /// What its meter showed last.
    package internal(set) var lastRegister: Int64?
    /// Of each event in the order they came (2.0.1), those that were told again left out.
    package internal(set) var seqNos: [Int] = []
    package internal(set) var chargingStates: [String] = []
    /// The numbers of the events that say that they happened offline.
    package internal(set) var offlineSeqNos: [Int] = []
    /// The events by their numbers, to know them again.
    var events: [Int: Event] = [:]

    /// What must be the same when an event is told again.
    struct Event: Hashable, Sendable, CustomStringConvertible {
        var type: String
        var timestamp: String
        var register: Int64?

        var description: String { "\(type) at \(timestamp) with \(register.map { "\($0) Wh" } ?? "no register")" }
    }

    init(id: String, startedAt: Timestamp) {
        self.id = id
        self.startedAt = startedAt
    }

    package var isRunning: Bool { stoppedAt == nil }

    /// Wh that are billed; `nil` while it runs, and where a register is missing.
    package var energy: Int64? { meterStart.flatMap { start in meterStop.map { $0 - start } } }
}
