import Charging
import OCPP
import OCPP201

@testable import Uplinks

/// As much of 2.0.1 as a link needs.
struct PlainLanguage201: Language {
    let dialect = Dialect.ocpp201

    func rendering(
        of entry: Entry, session: KnownSession?, isLate: Bool, memory: LaneMemory, preset: Preset
    ) -> Rendering { .nothing("The link's tests deliver nothing.") }

    func answer(_ payload: Payload, to message: OutgoingMessage) throws(PayloadError) -> CloudAnswer { CloudAnswer() }

    func boot(_ boot: Boot?, station: StationID, reason: Uplinks.BootReason) -> any Call {
        BootNotification(
            chargingStation: ChargingStation(
                model: boot?.model ?? "Box", vendorName: boot?.vendor ?? "Ohmstead", serialNumber: nil,
                firmwareVersion: nil),
            reason: OCPP201.BootReason(rawValue: reason.rawValue))
    }

    func bootAnswer(_ payload: Payload) throws(PayloadError) -> BootAnswer {
        let answer = try payload.decode(BootNotification.Response.self)
        return BootAnswer(
            status: BootAnswer.Status(rawValue: answer.status.rawValue)!, interval: answer.interval,
            currentTime: ISO8601(answer.currentTime)?.timestamp)
    }

    var heartbeat: any Call { Heartbeat() }

    func status(_ status: Charging.ConnectorStatus, at moment: Timestamp) -> any Call {
        StatusNotification(
            timestamp: "\(moment)", connectorStatus: status.state == .available ? .available : .occupied,
            evseId: status.evse, connectorId: status.connector ?? 1)
    }

    func authorize(_ tag: String) -> any Call { Heartbeat() }
    func authorizeAnswer(_ payload: Payload) throws(PayloadError) -> TagAnswer { fatalError("not asked for") }
}
