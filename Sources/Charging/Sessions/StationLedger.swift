/// What the rules remember of one station.
package struct StationLedger: Hashable, Codable, Sendable {
    package internal(set) var boot: Boot?
    /// By EVSE number; 0 is the station as a whole.
    package internal(set) var evses: [Int: EVSELedger] = [:]
    /// Meter values under an id that is none of ours, by EVSE: all that may ever be told of a transaction whose start
    /// got lost.
    var orphans: [Int: Orphan] = [:]
    /// The last reports, so that one sent twice is recorded once.
    var recentReports = RecentReports()
    var mute = MuteDetector()
    /// When the last transaction ended: what the meter showed before belongs to that one.
    var lastEnd: Timestamp?
    /// The charging profiles the station has agreed to.
    package internal(set) var profiles = ProfileBook()
    /// The limits of load management it has agreed to, by EVSE.
    package internal(set) var limits: [Int: GivenLimit] = [:]
    /// What was kept lately of messages that the rules make nothing of.
    var opaque = OpaqueBudget()
    /// The same of security events; `nil` before the first.
    var security: OpaqueBudget?
    /// The version of the list of tags it has, where it is known.
    package internal(set) var listVersion: Int?
    /// The cloud that keeps that list; `nil` where the site does.
    package internal(set) var listKeeper: UplinkName?
    /// What it last told of its security, and what of that a person has to look at and has not yet.
    package internal(set) var lastSecurity: HeardSecurityEvent?
    package internal(set) var lastAlarm: HeardSecurityEvent?
    /// How many final sessions it told something about too late; the last of them, so that each counts once.
    package internal(set) var corrections: Int?
    var lastCorrected: TransactionID?

    package init() {}

    /// Every session on this station that is not final, oldest first.
    package var drafts: [SessionDraft] {
        evses.values.flatMap(\.drafts).sorted { $0.session.transaction < $1.session.transaction }
    }

    /// Some session's transaction is over, so it may become final.
    var hasEnded: Bool { evses.values.contains { $0.drafts.contains { !$0.isRunning } } }

    /// The EVSE, if the station has only ever shown one.
    var onlyEVSE: Int? {
        let numbers = evses.keys.filter { $0 > 0 }
        return numbers.count == 1 ? numbers.first : nil
    }

    package func draft(of transaction: TransactionID) -> SessionDraft? {
        for evse in evses.values {
            if let draft = evse.drafts.first(where: { $0.session.transaction == transaction }) { return draft }
        }
        return nil
    }

    /// The session of the transaction that the station names so.
    package func draft(named name: String) -> SessionDraft? {
        for evse in evses.values {
            if let draft = evse.drafts.first(where: { $0.session.name == name }) { return draft }
        }
        return nil
    }

    mutating func change(_ transaction: TransactionID, in evse: Int, _ body: (inout SessionDraft) -> Void) {
        guard let index = evses[evse]?.drafts.firstIndex(where: { $0.session.transaction == transaction }) else {
            return
        }
        body(&evses[evse]!.drafts[index])
    }

    mutating func move(_ transaction: TransactionID, from: Int, to evse: Int) {
        guard let index = evses[from]?.drafts.firstIndex(where: { $0.session.transaction == transaction }),
            var draft = evses[from]?.drafts.remove(at: index)
        else { return }
        draft.session.evse = evse
        evses[evse, default: EVSELedger()].drafts.append(draft)
    }

    mutating func changeDrafts(_ body: (inout SessionDraft) -> Void) {
        for evse in evses.keys {
            guard let count = evses[evse]?.drafts.count, count > 0 else { continue }
            for index in 0..<count { body(&evses[evse]!.drafts[index]) }
        }
    }
}

/// A limit, and when the station agreed to it.
package struct GivenLimit: Hashable, Codable, Sendable {
    package var limit: CurrentLimit
    package var at: Timestamp
}

/// What the rules remember of one EVSE.
package struct EVSELedger: Hashable, Codable, Sendable {
    package internal(set) var status: ConnectorStatus?
    /// Since when the state is what it is.
    package internal(set) var since: Timestamp?
    /// Since when a car is plugged in, or since the last transaction in this plug-in period ended.
    var pluggedInSince: Timestamp?
    /// What the EVSE's connectors do, where the station tells them apart.
    var connectors: [Int: ConnectorState]?
    /// Sessions that are not final; at most the last of them runs.
    package internal(set) var drafts: [SessionDraft] = []

    package var running: SessionDraft? { drafts.last { $0.isRunning } }

    /// Takes what one connector reports. An EVSE with several serves one cable at a time, so one that is plugged in
    /// speaks for the EVSE.
    mutating func take(_ status: ConnectorStatus) {
        var status = status
        if let connector = status.connector {
            var known = connectors ?? [:]
            // Bounded, for a number can be anything.
            if known.count < 16 || known[connector] != nil { known[connector] = status.state }
            connectors = known
            let other = known.first { $0.key != connector && $0.value.isPluggedIn == true }
            if status.state.isPluggedIn != true, other != nil { status.state = self.status?.state ?? .occupied }
        }
        if status.state == .occupied, let finer = running?.connectorState { status.state = finer }
        self.status = status
    }

    /// A transaction's own words say more than that a cable is in.
    mutating func refine(_ state: ConnectorState) {
        guard status?.state.isPluggedIn == true else { return }
        status?.state = state
    }
}

/// What meter values tell of a transaction whose start is unknown.
struct Orphan: Hashable, Codable, Sendable {
    /// The id the values carried; those under another one are of another transaction.
    var transaction: Int64
    var firstAt: Timestamp
    /// The register at the very beginning, where the station gave it as such.
    var beginRegister: ExactDecimal?
}

/// Fingerprints of the last meter reports.
struct RecentReports: Hashable, Codable, Sendable {
    private var fingerprints: [UInt64] = []
    private static let most = 16

    func contains(_ report: MeterReport) -> Bool { fingerprints.contains(Self.fingerprint(report)) }

    mutating func remember(_ report: MeterReport) {
        if fingerprints.count == Self.most { fingerprints.removeFirst() }
        fingerprints.append(Self.fingerprint(report))
    }

    /// FNV-1a over everything that makes two reports the same; unlike `Hasher` it is the same after a restart.
    private static func fingerprint(_ report: MeterReport) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x0000_0100_0000_01b3
        }
        mix(String(report.evse).utf8)
        mix(String(report.transaction ?? 0).utf8)
        for value in report.values {
            mix(String(value.timestamp.microseconds).utf8)
            for sample in value.sampledValues {
                mix(sample.value.utf8)
                for word in [sample.context, sample.measurand, sample.phase, sample.location] { mix((word ?? "").utf8) }
            }
        }
        return hash
    }
}
