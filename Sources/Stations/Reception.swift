import Charging
import Logging
import OCPP
import WebSocket

/// Receives a station that was let in: gives it the driver of its version and notes that it is there.
struct Reception: Sendable {
    let admissions: Admissions
    let registry: Registry
    let settings: OCPPSettings
    let environment: StationEnvironment

    func serve(_ connection: Connection, _ handshake: Handshake) async {
        guard let station = try? admissions.station(of: handshake) else { return }
        let dialect = Dialect(rawValue: connection.subprotocol?.lowercased() ?? "") ?? .ocpp16
        let driver = driver(for: station, dialect, connection)
        let visit = await registry.arrive(
            station, dialect: dialect.rawValue, address: handshake.remoteAddress, driver: driver)
        admissions.arrive(station)
        log("Station connected.", station, handshake)
        await driver.run(connection.messages, isKnown: visit.isKnown)
        if await registry.leave(visit) { admissions.leave(station) }
        log("Station disconnected.", station, handshake)
    }

    /// A station that names no version is taken to speak the oldest one.
    private func driver(
        for station: StationID, _ dialect: Dialect, _ connection: Connection
    ) -> any OCPPDriver {
        let door = Pass(admissions: admissions, registry: registry)
        switch dialect {
        case .ocpp16:
            return OCPP16Driver(
                station: station, link: connection, door: door, settings: settings,
                environment: environment)
        case .ocpp201, .ocpp21:
            return OCPP201Driver(
                station: station, dialect: dialect, link: connection, door: door, settings: settings,
                environment: environment,
                wasAccepted: admissions.isWelcome(station) && admissions.boot(of: station) != nil)
        }
    }

    private func log(_ message: Logger.Message, _ station: StationID, _ handshake: Handshake) {
        environment.logger.info(message, metadata: ["station": "\(station)", "address": "\(handshake.remoteAddress)"])
    }
}

/// Tells both the door and the registry what a station said of itself.
private struct Pass: StationDoor {
    let admissions: Admissions
    let registry: Registry

    func isWelcome(_ station: StationID) -> Bool { admissions.isWelcome(station) }
    func isRejected(_ station: StationID) -> Bool { admissions.isRejected(station) }

    func introduce(_ station: StationID, _ boot: Boot) async {
        admissions.introduce(station, boot)
        if admissions.isWelcome(station) { await registry.introduce(station, boot) }
    }

    func lastBoot(of station: StationID) async -> Boot? {
        await registry.presence(of: station)?.boot ?? admissions.boot(of: station)
    }
}
