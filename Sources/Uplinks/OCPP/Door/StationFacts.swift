import Charging
import OCPP

/// What the site knows of one station, as far as the wishes of a CSMS depend on it.
struct StationFacts: Sendable {
    private let ledger: StationLedger
    /// As far as they are known; none while the station has told nothing.
    let evses: Set<Int>
    let running: [Int: TransactionID]
    /// The version of OCPP it speaks; `nil` where it speaks another language, or has not spoken yet.
    let dialect: Dialect?

    init(_ station: StationID, in site: Site) {
        ledger = site.stations[station] ?? StationLedger()
        evses = Set(ledger.evses.keys.filter { $0 > 0 })
        running = ledger.evses.compactMapValues { $0.running?.session.transaction }
        dialect = ledger.boot.flatMap { Dialect(rawValue: $0.dialect) }
    }

    /// It speaks OCPP 1.6.
    var isOld: Bool { dialect == .ocpp16 }

    /// It speaks OCPP 2.0.1 or 2.1, which share their messages.
    var isNew: Bool { dialect == .ocpp201 || dialect == .ocpp21 }

    var profiles: ProfileBook { ledger.profiles }

    /// What the station calls a transaction that it has named itself.
    func name(of transaction: TransactionID) -> String? { ledger.draft(of: transaction)?.session.name }

    /// EVSE 0 is the station as a whole, and is always there.
    func check(_ evse: Int) throws(Refusal) {
        guard evse == 0 || evse > 0 && (evses.isEmpty || evses.contains(evse)) else { throw .unknownEVSE(evse) }
    }

    func siteLimit(on evse: Int) -> ExactDecimal? { ledger.siteLimit(on: evse) }
}
