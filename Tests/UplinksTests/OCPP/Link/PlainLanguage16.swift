import Charging
import OCPP
import OCPP16

@testable import Uplinks

/// As much of 1.6 as a link needs.
struct PlainLanguage16: Language {
    let dialect = Dialect.ocpp16

    func rendering(
        of entry: Entry, session: KnownSession?, isLate: Bool, memory: LaneMemory, preset: Preset
    ) -> Rendering { .nothing("The link's tests deliver nothing.") }

    func answer(_ payload: Payload, to message: OutgoingMessage) throws(PayloadError) -> CloudAnswer { CloudAnswer() }

    func boot(_ boot: Boot?, station: StationID, reason: BootReason) -> any Call {
        BootNotification(
            chargePointVendor: boot?.vendor ?? "Ohmstead", chargePointModel: boot?.model ?? "Box",
            chargePointSerialNumber: boot?.serialNumber, firmwareVersion: boot?.firmwareVersion)
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
            connectorId: status.evse, status: ChargePointStatus(rawValue: status.state.rawValue),
            timestamp: "\(moment)")
    }

    func authorize(_ tag: String) -> any Call { Authorize(idTag: "\(tag)") }
    func authorizeAnswer(_ payload: Payload) throws(PayloadError) -> TagAnswer { fatalError("not asked for") }
}
