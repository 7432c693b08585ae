import Charging
import Gateway

extension StatusReport {
    /// A site on a busy day: something of everything.
    static let sample: StatusReport = {
        var report = StatusReport(
            name: "Depot Linz", version: "0.1.0", now: .noon, started: .noon - .hours(52), clockTrusted: true,
            journal: Journal(
                path: "/var/lib/ohmstead/ohmstead.db", entries: 184_302, bytes: 48_700_000, lastCommit: .noon),
            listeners: Listeners(
                stations: "0.0.0.0:9000", console: "127.0.0.1:9080", socket: "/run/ohmstead/ohmstead.sock"))
        report.stations = sampleStations
        report.unclaimed = [
            Unclaimed(
                id: "EVB-P2309", address: "192.168.1.77",
                boot: Boot(vendor: "Alfen", model: "Eve Single", dialect: "ocpp1.6"), since: .noon - .minutes(3))
        ]
        report.meters = [
            Meter(
                id: "garage", bus: "rs485", serialNumber: "21040773", wattHours: ExactDecimal("4821730")!,
                watts: ExactDecimal("10980.5")!, lastReading: .noon - .seconds(4), ageSeconds: 4, silent: false),
            Meter(
                id: "carport", bus: "lan-meter", lastReading: .noon - .minutes(12), ageSeconds: 720, silent: true),
        ]
        report.uplinks = [
            Uplink(name: "employer", state: .idle, lastSuccess: .noon - .minutes(4)),
            Uplink(
                name: "credit", state: .waiting, nextAttempt: .noon + .minutes(2), waiting: 14,
                oldest: .noon - .hours(3),
                parked: 1, lastSuccess: .noon - .hours(3), problem: "The service answered 503.",
                remedy: "Nothing to do: it is tried again until it works."),
        ]
        report.doors = sampleDoors
        report.health = sampleHealth
        return report
    }()

    /// A plain listener with a banned address, and one with TLS that is full.
    private static let sampleDoors: [Door] = {
        var plain = Door(address: "0.0.0.0:9000", tls: false, open: 3, most: 6000)
        (plain.accepted, plain.admitted, plain.refusedHandshakes, plain.refused.banned) = (320, 9, 31, 280)
        (plain.bans, plain.bannedNow) = (1, 1)
        plain.banned = [Ban(address: "192.168.1.66", until: .noon + .minutes(12))]
        var secure = Door(address: "0.0.0.0:9443", tls: true, open: 2, most: 2)
        (secure.accepted, secure.admitted, secure.refused.full) = (7, 2, 1)
        (secure.tlsFailures, secure.pauses) = (4, 2)
        return [plain, secure]
    }()

    private static let sampleHealth: [Condition] = {
        let health = Health(wallClock: FixedClock())
        health.raise(
            "meter.carport.silent", .warning, "The meter carport does not answer.",
            remedy: "Check its supply, its Modbus address and the cable; sessions of carport wait for it.")
        health.raise(
            "uplink.credit.unreachable", .notice, "credit: the service answers with errors since 09:00.",
            remedy: "Nothing to do: it is tried again until it works.")
        return health.current
    }()

    private static let sampleStations: [Station] = {
        let keba = Boot(
            vendor: "KEBA", model: "KC-P30", serialNumber: "19221105", firmwareVersion: "1.18.0", dialect: "ocpp1.6")
        let alfen = Boot(vendor: "Alfen", model: "Eve Double Pro-line", dialect: "ocpp1.6")
        return [
            Station(
                id: "CP1", online: true, address: "192.168.1.31", boot: keba, lastSeen: .noon, meter: "garage",
                connectors: [Connector(evse: 1, state: .available, errorCode: "NoError", since: .noon - .minutes(235))]),
            Station(
                id: "CP2", online: true, address: "192.168.1.32", boot: alfen, lastSeen: .noon,
                connectors: [
                    Connector(
                        evse: 1, state: .charging, since: .noon - .minutes(61),
                        running: Running(
                            transaction: TransactionID(5)!, started: .noon - .minutes(61), tag: "04B0267AE05C80",
                            wattHours: 18_420, watts: 10_980)),
                    Connector(evse: 2, state: .faulted, errorCode: "GroundFailure", since: .noon - .minutes(9)),
                ]),
            Station(
                id: "CP3", online: false, boot: keba, lastSeen: .noon - .minutes(48),
                connectors: [Connector(evse: 1, state: .available)]),
            Station(
                id: "carport", online: true, mute: true, meter: "carport",
                connectors: [
                    Connector(
                        evse: 1, state: .suspendedEV, since: .noon - .minutes(44),
                        running: Running(
                            transaction: TransactionID(4)!, started: .noon - .minutes(189), tag: nil, wattHours: 7_003,
                            watts: 0))
                ]),
        ]
    }()
}

private struct FixedClock: WallClock {
    var now: Stamp { Stamp(at: .noon - .minutes(12), boot: "boot", monotonic: 0, trusted: true) }
}
