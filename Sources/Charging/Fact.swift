/// What an entry says happened. A fact is never changed once written; a new shape of one is a new version.
package enum Fact: Hashable, Sendable {
    case booted(Boot)
    case status(ConnectorStatus)
    case transactionStarted(StartedTransaction)
    case meterReport(MeterReport)
    case transactionEnded(EndedTransaction)
    case sessionFinal(Session)
    case reading(JudgedReading)
    case quarterHours(QuarterHours)
    case silent(MeterSilence)
    case gap(MeterGap)
    case dataTransfer(DataTransfer)
    case command(CommandOutcome)
    case claimed(Claim)
    case correction(Correction)
    case security(SecurityEvent)
    case variables(DeviceReport)
    case notice(Notice)
    case localList(LocalListUpdate)
    case learned(LearnedTag)
    case cacheCleared(CacheCleared)
    case reserved(Reservation)
    case reservationEnded(EndedReservation)
    case credentials(StationCredentials)
    case certificate(CertificateChange)
    case acknowledged(Acknowledgement)
}

/// Names a kind of fact in the journal. The names are part of the data file's format.
package enum FactKind: String, Codable, Sendable, CaseIterable {
    case booted = "station.booted"
    case status = "connector.status"
    case transactionStarted = "transaction.started"
    case meterReport = "transaction.metered"
    case transactionEnded = "transaction.ended"
    case sessionFinal = "session.final"
    case reading = "meter.reading"
    case quarterHours = "meter.quarterhours"
    case silent = "meter.silent"
    case gap = "meter.gap"
    case dataTransfer = "station.datatransfer"
    case command = "station.command"
    case claimed = "station.claimed"
    case correction = "transaction.correction"
    case security = "station.security"
    case variables = "station.variables"
    case notice = "station.notice"
    case localList = "site.locallist"
    case learned = "site.tag"
    case cacheCleared = "site.cachecleared"
    case reserved = "station.reserved"
    case reservationEnded = "station.unreserved"
    case credentials = "station.credentials"
    case certificate = "station.certificate"
    case acknowledged = "station.acknowledged"

    /// Those that change what the site knows of tags, and nothing else it remembers.
    package static let ofTags: Set<FactKind> = [.localList, .learned, .cacheCleared]

    /// The version of the body this program writes. Version 2 of what stations say of transactions knows stations that
    /// name them, version 2 of a reading every energy register and its segment, version 2 of credentials what a station
    /// was told to come back with.
    package var version: Int {
        switch self {
        case .transactionStarted, .meterReport, .transactionEnded, .sessionFinal, .status, .reading, .credentials: 2
        default: 1
        }
    }
}

extension Fact {
    package var kind: FactKind {
        switch self {
        case .booted: .booted
        case .status: .status
        case .transactionStarted: .transactionStarted
        case .meterReport: .meterReport
        case .transactionEnded: .transactionEnded
        case .sessionFinal: .sessionFinal
        case .reading: .reading
        case .quarterHours: .quarterHours
        case .silent: .silent
        case .gap: .gap
        case .dataTransfer: .dataTransfer
        case .command: .command
        case .claimed: .claimed
        case .correction: .correction
        case .security: .security
        case .variables: .variables
        case .notice: .notice
        case .localList: .localList
        case .learned: .learned
        case .cacheCleared: .cacheCleared
        case .reserved: .reserved
        case .reservationEnded: .reservationEnded
        case .credentials: .credentials
        case .certificate: .certificate
        case .acknowledged: .acknowledged
        }
    }

    /// The fact without its kind, as the journal stores it.
    package var body: any Codable & Sendable {
        switch self {
        case .booted(let body): body
        case .status(let body): body
        case .transactionStarted(let body): body
        case .meterReport(let body): body
        case .transactionEnded(let body): body
        case .sessionFinal(let body): body
        case .reading(let body): body
        case .quarterHours(let body): body
        case .silent(let body): body
        case .gap(let body): body
        case .dataTransfer(let body): body
        case .command(let body): body
        case .claimed(let body): body
        case .correction(let body): body
        case .security(let body): body
        case .variables(let body): body
        case .notice(let body): body
        case .localList(let body): body
        case .learned(let body): body
        case .cacheCleared(let body): body
        case .reserved(let body): body
        case .reservationEnded(let body): body
        case .credentials(let body): body
        case .certificate(let body): body
        case .acknowledged(let body): body
        }
    }

    /// Puts a fact together again; `decode` reads the body as the type it is asked for.
    package init(kind: FactKind, decode: (any (Codable & Sendable).Type) throws -> any Codable & Sendable) rethrows {
        func body<Body: Codable & Sendable>(_ type: Body.Type) throws -> Body { try decode(type) as! Body }
        self =
            switch kind {
            case .booted: .booted(try body(Boot.self))
            case .status: .status(try body(ConnectorStatus.self))
            case .transactionStarted: .transactionStarted(try body(StartedTransaction.self))
            case .meterReport: .meterReport(try body(MeterReport.self))
            case .transactionEnded: .transactionEnded(try body(EndedTransaction.self))
            case .sessionFinal: .sessionFinal(try body(Session.self))
            case .reading: .reading(try body(JudgedReading.self))
            case .quarterHours: .quarterHours(try body(QuarterHours.self))
            case .silent: .silent(try body(MeterSilence.self))
            case .gap: .gap(try body(MeterGap.self))
            case .dataTransfer: .dataTransfer(try body(DataTransfer.self))
            case .command: .command(try body(CommandOutcome.self))
            case .claimed: .claimed(try body(Claim.self))
            case .correction: .correction(try body(Correction.self))
            case .security: .security(try body(SecurityEvent.self))
            case .variables: .variables(try body(DeviceReport.self))
            case .notice: .notice(try body(Notice.self))
            case .localList: .localList(try body(LocalListUpdate.self))
            case .learned: .learned(try body(LearnedTag.self))
            case .cacheCleared: .cacheCleared(try body(CacheCleared.self))
            case .reserved: .reserved(try body(Reservation.self))
            case .reservationEnded: .reservationEnded(try body(EndedReservation.self))
            case .credentials: .credentials(try body(StationCredentials.self))
            case .certificate: .certificate(try body(CertificateChange.self))
            case .acknowledged: .acknowledged(try body(Acknowledgement.self))
            }
    }
}

/// A transaction has its id.
package struct StartedTransaction: Hashable, Codable, Sendable {
    package var id: TransactionID
    /// The station's own name for it, where it gives one.
    package var name: String?
    package var evse: Int
    /// When it began, as the session will say.
    package var at: Timestamp
    /// What the station said; `nil` when it never told the start, or cannot talk.
    package var start: TransactionStart?
    /// The station's register at the start in Wh, where it is known.
    package var register: ExactDecimal?
    /// The register of the assigned meter at the start, the energy's authority.
    package var meter: MeterMark?
    package var flags: Set<SessionFlag>
}

/// A transaction is over.
package struct EndedTransaction: Hashable, Codable, Sendable {
    package var id: TransactionID
    package var evse: Int
    /// When it ended, as the session will say.
    package var at: Timestamp
    /// When it began after all, where that was dated by the box's clock and the clock was set meanwhile.
    package var started: Timestamp?
    /// What the station said; `nil` when it said nothing and the end was concluded.
    package var end: TransactionEnd?
    /// The station's register at the end in Wh, where it is known.
    package var register: ExactDecimal?
    /// The register of the assigned meter at the end, where it is known already.
    package var meter: MeterMark?
    package var flags: Set<SessionFlag>
}

/// What a station told of a transaction after its session was final, which never changes: kept for a person to look at.
package struct Correction: Hashable, Codable, Sendable {
    /// The transaction whose session it comes too late for.
    package var id: TransactionID
    package var start: TransactionStart?
    package var report: MeterReport?
    package var end: TransactionEnd?

    init(_ id: TransactionID, start: TransactionStart? = nil, report: MeterReport? = nil, end: TransactionEnd? = nil) {
        self.id = id
        self.start = start
        self.report = report
        self.end = end
    }
}

/// What clouds said about tags is forgotten.
package struct CacheCleared: Hashable, Codable, Sendable {
    package init() {}
}

/// A person said that a station belongs to this site.
package struct Claim: Hashable, Codable, Sendable {
    /// Who said so: `cli`, for instance.
    package var origin: String

    package init(origin: String) { self.origin = origin }
}
