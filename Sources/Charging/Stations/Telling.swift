/// What a station that names its transactions itself says with every message about one. OCPP 2.0.1, block E.
///
/// Its messages are numbered, so that one that is missing is noticed, and some things are said only once: whoever
/// reads them must remember. The numbers usually begin at 0, but need not.
package struct Telling: Hashable, Codable, Sendable {
    /// The station's own name for the transaction, at most 36 characters by the standard.
    package var name: String
    /// Rises by 1 with every message about this transaction.
    package var seqNo: Int64
    /// Why the station says something: `Authorized`, `MeterValuePeriodic`, `ChargingStateChanged`, …
    package var trigger: String
    /// It happened while the station was not connected.
    package var offline: Bool
    /// `Charging`, `EVConnected`, `SuspendedEV`, `SuspendedEVSE` or `Idle`, where it is told.
    package var chargingState: String?
    /// The number of the remote start that led to the transaction.
    package var remoteStart: Int64?
    /// Whose tag was presented, where one was: a start may come long before anybody is authorised.
    @Sealed package var tag: String?
    /// What the authorizer said of that tag.
    package var authorization: Authorization?
    /// When it happened, by the station's clock.
    package var timestamp: Timestamp

    package init(
        name: String, seqNo: Int64, trigger: String, offline: Bool = false, chargingState: String? = nil,
        remoteStart: Int64? = nil, tag: String? = nil, authorization: Authorization? = nil, timestamp: Timestamp
    ) {
        self.name = name
        self.seqNo = seqNo
        self.trigger = trigger
        self.offline = offline
        self.chargingState = chargingState
        self.remoteStart = remoteStart
        self.tag = tag
        self.authorization = authorization
        self.timestamp = timestamp
    }

    /// What the connector does, in the words of OCPP 1.6; `nil` where the state says nothing about it.
    var connectorState: ConnectorState? {
        switch chargingState {
        case "Charging": .charging
        case "SuspendedEV": .suspendedEV
        case "SuspendedEVSE": .suspendedEVSE
        case "EVConnected": trigger == "StopAuthorized" || trigger == "RemoteStop" ? .finishing : .preparing
        default: nil
        }
    }
}

/// Which numbers of a transaction's messages have come.
package struct SequenceTrack: Hashable, Codable, Sendable {
    private var first: Int64?
    private var last: Int64?
    /// Between the first and the last, and not there; bounded, for a number can be anything.
    private var missing: Set<Int64> = []
    /// The first number is that of the transaction's start.
    private var hasStart = false
    /// More were missing than are remembered.
    private var isBroken = false

    private static let mostMissing = 1024

    package init() {}

    package func contains(_ number: Int64) -> Bool {
        guard let first, let last else { return false }
        return (first...last).contains(number) && !missing.contains(number)
    }

    /// Nothing is missing between the start and the last message that came.
    package var isComplete: Bool { hasStart && missing.isEmpty && !isBroken }

    mutating func insert(_ number: Int64, isStart: Bool = false) {
        hasStart = hasStart || isStart
        guard let first, let last else {
            (self.first, self.last) = (number, number)
            return
        }
        if number > last {
            note(last, number)
            self.last = number
        } else if number < first {
            note(number, first)
            self.first = number
        } else {
            missing.remove(number)
        }
    }

    /// What lies between the two has not come yet.
    private mutating func note(_ lower: Int64, _ upper: Int64) {
        let (gap, overflow) = upper.subtractingReportingOverflow(lower)
        guard !overflow, missing.count + Int(clamping: gap) <= Self.mostMissing + 1 else {
            isBroken = true
            return
        }
        if gap > 1 { missing.formUnion((lower + 1)..<upper) }
    }
}
