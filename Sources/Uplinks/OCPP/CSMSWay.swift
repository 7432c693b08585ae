package import Charging
package import Journal
package import Logging
import OCPP
import Synchronization
import WebSocket

/// One station's way to one CSMS, put together: the link that is connected, the door that answers, the lane that tells.
package struct CSMSWay: Sendable {
    package struct Configuration: Sendable {
        package var lane: Lane.Configuration
        /// How the station is called there.
        package var identity: String
        package var address: CSMSAddress
        package var version: Version
        package var credentials = CSMSCredentials.none
        package var tls = CSMSTLS()
        /// How the client certificate is renewed; `nil` where there is none.
        package var clientIdentity: ClientIdentity?
        /// Where it is kept what the CSMS sets of the connection; exists, and is this way's alone. `nil` keeps nothing,
        /// and then no password can be set and no root installed.
        package var directory: String?

        package init(lane: Lane.Configuration, identity: String, address: CSMSAddress, version: Version) {
            self.lane = lane
            self.identity = identity
            self.address = address
            self.version = version
        }
    }

    /// What is offered to the CSMS.
    package enum Version: String, Hashable, Sendable, CaseIterable {
        case ocpp16 = "1.6"
        case ocpp201 = "2.0.1"
        /// Or 2.0.1, where the other side has no 2.1.
        case ocpp21 = "2.1"

        var dialects: [Dialect] {
            switch self {
            case .ocpp16: [.ocpp16]
            case .ocpp201: [.ocpp201]
            case .ocpp21: [.ocpp21, .ocpp201]
            }
        }
    }

    package let lane: Lane
    package let link: CSMSLink
    /// Where both of them work.
    private let executor = LoopExecutor.next()

    package init(
        _ configuration: Configuration, control: any StationControl, journal: Journal,
        standing: @escaping @Sendable () async -> Standing, clock: any Clock<Duration>, wallClock: any WallClock,
        jitter: Jitter = .random, logger: Logger
    ) {
        let settings = configuration.lane
        let dialects = configuration.version.dialects
        var languages: [Dialect: any Language] = [:]
        for dialect in dialects {
            languages[dialect] =
                dialect == .ocpp16 ? Language16() : Language201(dialect, lane: settings.name.rawValue)
        }
        var dialled = LinkConfiguration(
            lane: settings.name, station: settings.station, identity: configuration.identity,
            address: configuration.address, dialects: dialects, preset: settings.preset)
        dialled.credentials = configuration.credentials
        dialled.tls = configuration.tls
        dialled.clientIdentity = configuration.clientIdentity
        if let directory = configuration.directory { dialled.keep(in: directory) }
        let transactions = LaneTransactions()
        link = CSMSLink(
            configuration: dialled, languages: languages, standing: standing,
            door: { [dialled] link in
                let keeper = Doorkeeper(
                    origin: settings.uplink.rawValue, station: settings.station, controls: settings.controls,
                    control: control, transactions: transactions, link: link,
                    settings: LegSettings(
                        dialled, organisation: settings.uplink.rawValue, link: link, logger: logger),
                    certificates: LinkCertificates(dialled, link: link, clock: clock, wallClock: wallClock),
                    wallClock: wallClock, clock: clock)
                return DialectDoor(old: StationDoor16(keeper), new: StationDoor201(keeper))
            }, executor: executor, clock: clock, wallClock: wallClock, jitter: jitter, logger: logger)
        lane = Lane(
            settings, link: link, languages: languages, control: control, journal: journal, executor: executor,
            clock: clock, wallClock: wallClock, logger: logger)
        transactions.lane = lane
    }
}

/// The door of whichever version is spoken.
private struct DialectDoor: CloudDoor {
    let old: StationDoor16
    let new: StationDoor201

    func answer(_ action: String, _ payload: Payload, over dialect: Dialect) async -> CloudDoorAnswer {
        dialect == .ocpp16
            ? await old.answer(action, payload, over: dialect) : await new.answer(action, payload, over: dialect)
    }
}

/// The lane, as the door asks it. The door hangs on the link, and the lane is made with the link, so it is known last.
private final class LaneTransactions: TransactionMap {
    private let known = Mutex<Lane?>(nil)

    var lane: Lane? {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }

    func transaction(theirs: String) async -> TransactionID? { await lane?.transaction(theirs: theirs) }
    func theirs(of transaction: TransactionID) async -> String? { await lane?.theirs(of: transaction) }
    func expect(remoteStart: Int, tag: String, evse: Int?) async {
        await lane?.expect(remoteStart: remoteStart, tag: tag, evse: evse)
    }
    func forget(remoteStart: Int) async { await lane?.forget(remoteStart: remoteStart) }
    func hasQueued(theirs: String?) async -> Bool { await lane?.hasQueued(theirs: theirs) ?? false }
}
