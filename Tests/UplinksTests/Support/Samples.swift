import Uplinks

@testable import Charging

extension Session {
    static let beginning = Timestamp(seconds: 1_780_000_000)

    /// Number `number` begins `number` minutes after the first and lasts half an hour.
    static func sample(
        _ number: Int64 = 0, start: Timestamp? = nil, end: Timestamp? = nil, wattHours: Int64? = 7_345,
        station: StationID = "CP1", flags: Set<SessionFlag> = []
    ) -> Session {
        let start = start ?? beginning + .seconds(60 * number)
        let end = end ?? start + .seconds(1800)
        return Session(
            station: station, evse: 1, transaction: TransactionID(number + 1)!, tag: "TAG", pluggedIn: start,
            started: start, stopped: end, pluggedOut: end, stopReason: "Local",
            energy: wattHours.map { Energy(wattHours: $0) }, energySource: .station, stationRegister: RegisterSpan(),
            meterSegments: [], flags: flags)
    }
}

extension Entry {
    /// The journal's entry number `seq`, telling of a session.
    static func final(_ session: Session, seq: Int64) -> Entry {
        Entry(
            seq: seq, stamp: Stamp(at: session.pluggedOut!, boot: "boot-1", monotonic: 0, trusted: true),
            subject: .station(session.station), fact: .sessionFinal(session))
    }

    /// So many sessions, as entries 1, 2, 3 …
    static func finals(_ count: Int64) -> [Entry] {
        (0..<count).map { final(.sample($0, wattHours: 1000 + $0 * 100), seq: $0 + 1) }
    }
}

extension SealingRules {
    static func sample(
        stations: Set<StationID>? = nil, smallest: Int64 = 50, zone: String = "Europe/Vienna"
    ) throws -> SealingRules {
        SealingRules(stations: stations, smallest: Energy(wattHours: smallest), zone: try SiteTimeZone(name: zone))
    }
}

extension Stamp {
    static func at(_ wall: Duration, boot: BootID = "boot-1", monotonic: Duration? = nil) -> Stamp {
        Stamp(
            at: Session.beginning + wall, boot: boot, monotonic: (monotonic ?? wall).microseconds, trusted: true)
    }
}
