import Charging
import ServiceLifecycle
import Stations
import WebSocket

/// Looks every few seconds after what people should know and nothing else tells of: listeners that are full, addresses
/// that are banned, alarms of stations, stations that stay away.
struct Lookout: Service {
    /// What has happened at each listener.
    let listeners: @Sendable () -> [ListenerStatistics]
    let site: @Sendable () async -> Site
    /// The stations that should be here and are not.
    let missed: @Sendable () async -> [Presence]
    let health: Health
    let clock: any Clock<Duration>

    private static let interval = Duration.seconds(10)

    static func alarm(of station: StationID) -> String { "station.\(station).security" }
    static func absence(of station: StationID) -> String { "station.\(station).gone" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var raised: Set<String> = []
            repeat { await look(&raised) } while (try? await clock.sleep(for: Self.interval)) != nil
        }
    }

    /// `raised` are the conditions of stations that are told of.
    func look(_ raised: inout Set<String>) async {
        look(at: listeners())
        let site = await site()
        look(at: site.meters)
        let alarms = site.stations.compactMapValues(\.lastAlarm)
        let missed = await missed()
        let current = Set(alarms.keys.map(Self.alarm) + missed.map { Self.absence(of: $0.station) })
        for code in raised.subtracting(current) { health.clear(code) }
        for (station, alarm) in alarms { tell(alarm, of: station) }
        for presence in missed { tell(presence) }
        raised = current
    }

    func look(at listeners: [ListenerStatistics]) {
        let isFull = listeners.contains { $0.open >= $0.mostOpen }
        if isFull {
            health.raise(
                "listener.full", .critical, "As many connections as may be are open; more are turned away.",
                remedy: "See ohmstead status --details for where; if these are your stations, raise max_connections.")
        } else {
            health.clear("listener.full")
        }
        let banned = listeners.reduce(0) { $0 + $1.bannedNow }
        guard banned > 0 else { return health.clear("listener.banned") }
        let example = listeners.flatMap(\.banned).first?.address
        health.raise(
            "listener.banned", .notice,
            "\(banned == 1 ? "One address is" : "\(banned) addresses are") banned for trying again and again.",
            remedy: "It ends by itself. See ohmstead security for who was turned away and why"
                + (example.map { "; if it is one of yours, mend that and: ohmstead security pardon \($0)" } ?? "."))
    }

    private func tell(_ absent: Presence) {
        health.raise(
            Self.absence(of: absent.station), .notice,
            "Station \(absent.station) has been gone since \(absent.since).",
            remedy: "See whether it has power and network. What it charges meanwhile it tells when it is back.")
    }

    /// Whoever reads a meter tells itself why it cannot; what nobody else notices is a meter that falls silent by itself
    /// or says the same again and again.
    func look(at meters: [MeterID: MeterLedger]) {
        for (meter, ledger) in meters {
            let code = "meter.\(meter).stale"
            switch ledger.silence?.reason {
            case .repeats:
                health.raise(
                    code, .warning, "Meter \(meter) sends the same old telegram again and again\(ledger.sinceWords).",
                    remedy:
                        "Its readings are not taken for new ones. Restart what passes them on, or look at the meter.")
            case .overdue:
                health.raise(
                    code, .warning, "Meter \(meter) has given no reading\(ledger.sinceWords).",
                    remedy: "Look whether it has power and its line is plugged in; see ohmstead status.")
            default: health.clear(code)
            }
        }
    }

    private func tell(_ alarm: HeardSecurityEvent, of station: StationID) {
        let detail = alarm.event.detail.map { ": \($0.prefix(200))" } ?? ""
        health.raise(
            Self.alarm(of: station), .warning,
            "Station \(station) reported \(alarm.event.type.prefix(60)) at \(alarm.at)\(detail)",
            remedy: "Look after it, then: ohmstead security acknowledge \(station)")
    }
}

extension MeterLedger {
    fileprivate var sinceWords: String { silence?.since.map { " since \($0)" } ?? "" }
}
