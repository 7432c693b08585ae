package import Charging
package import OCPP
import OCPP201

// What a connection needs besides what is recorded.
extension Language201 {
    /// A station that never said what it is has to call itself something.
    package func boot(_ boot: Boot?, station: StationID, reason: BootReason) -> any Call {
        BootNotification(
            chargingStation: ChargingStation(
                model: told(boot?.model, 20) ?? "Wallbox", vendorName: told(boot?.vendor, 50) ?? "Ohmstead",
                serialNumber: told(boot?.serialNumber, 25), firmwareVersion: told(boot?.firmwareVersion, 50)),
            reason: OCPP201.BootReason(rawValue: reason.rawValue))
    }

    private func told(_ text: String?, _ limit: Int) -> String? {
        text.flatMap { $0.isEmpty ? nil : $0.limited(to: limit) }
    }

    package func bootAnswer(_ payload: Payload) throws(PayloadError) -> BootAnswer {
        let response = try payload.decode(BootNotification.Response.self)
        let status: BootAnswer.Status =
            switch response.status {
            case .accepted: .accepted
            case .pending: .pending
            default: .rejected
            }
        return BootAnswer(
            status: status, interval: response.interval, currentTime: ISO8601(response.currentTime)?.timestamp)
    }

    package var heartbeat: any Call { Heartbeat() }

    /// OCPP 2 has no EVSE 0, so nobody asks for its state.
    package func status(_ status: Charging.ConnectorStatus, at moment: Timestamp) -> any Call {
        StatusNotification(
            timestamp: (status.timestamp ?? moment).rfc3339,
            connectorStatus: OCPP201.ConnectorStatus(status.state), evseId: status.evse,
            connectorId: max(1, status.connector ?? 1))
    }

    package func authorize(_ tag: String) -> any Call { Authorize(idToken: IdToken(showing: tag)) }

    package func authorizeAnswer(_ payload: Payload) throws(PayloadError) -> TagAnswer {
        TagAnswer(try payload.decode(Authorize.Response.self).idTokenInfo)
    }
}
