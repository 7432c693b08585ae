import Charging
import OCPP
import OCPP201

/// The desk of a CSMS where OCPP 2.0.1 or 2.1 is spoken.
struct CSMSDesk201: CSMSDesk {
    let rules: CSMSRules
    let dialect: Dialect

    var calls: [String: any Call.Type] { OCPP201.callsFromStations }

    func answer(
        _ action: String, _ payload: Payload, _ station: inout CSMSStation, _ nextID: inout Int32
    ) throws -> any Encodable {
        switch action {
        case BootNotification.action: return boot(try payload.decode(), &station)
        case Heartbeat.action:
            station.heartbeats += 1
            return Heartbeat.Response(currentTime: rules.now.description)
        case StatusNotification.action: return note(try payload.decode(), payload, &station)
        case Authorize.action: return authorize(try payload.decode(), &station)
        case TransactionEvent.action: return take(try payload.decode(), payload, &station)
        case MeterValues.action: return show(try payload.decode(), payload, &station)
        case DataTransfer.action: return DataTransfer.Response(status: .accepted)
        case SignCertificate.action: return SignCertificate.Response(status: .accepted)
        case NotifyEVChargingNeeds.action: return StatusResponse(status: "Accepted")
        case NotifyEVChargingSchedule.action: return StatusResponse(status: "Accepted")
        case Get15118EVCertificate.action, GetCertificateStatus.action: throw CallError(.notSupported, action)
        default: return Empty()
        }
    }

    func postponement(status: String, interval: Int) -> any Encodable {
        BootNotification.Response(
            currentTime: rules.now.description, interval: interval, status: .init(rawValue: status) ?? .rejected)
    }

    private func boot(_ boot: BootNotification, _ station: inout CSMSStation) -> BootNotification.Response {
        station.boots += 1
        legalise(boot, "A boot", &station)
        station.check(boot.chargingStation.vendorName, "vendor", of: "A boot", atMost: 50)
        station.check(boot.chargingStation.model, "model", of: "A boot", atMost: 20)
        station.check(boot.chargingStation.serialNumber, "serial number", of: "A boot", atMost: 25)
        station.check(boot.chargingStation.firmwareVersion, "firmware version", of: "A boot", atMost: 50)
        return BootNotification.Response(
            currentTime: rules.now.description, interval: rules.habits.heartbeatInterval, status: .accepted)
    }

    private func note(
        _ status: StatusNotification, _ payload: Payload, _ station: inout CSMSStation
    ) -> Empty {
        let what = "The status of EVSE \(status.evseId)"
        legalise(status, what, &station)
        station.check(integers: ["evseId", "connectorId"], in: payload, of: what)
        station.check(time: status.timestamp, of: what)
        if !Self.statuses.contains(status.connectorStatus) { station.object("\(what) is \(status.connectorStatus).") }
        if status.evseId < 1 { station.object("There is no EVSE \(status.evseId).") }
        if status.connectorId < 1 { station.object("There is no connector \(status.connectorId).") }
        station.statuses[status.evseId] = status.connectorStatus.rawValue
        return Empty()
    }

    private func authorize(_ call: Authorize, _ station: inout CSMSStation) -> Authorize.Response {
        legalise(call, "An Authorize", &station)
        return Authorize.Response(idTokenInfo: info(rules.verdict(call.idToken.idToken.text)))
    }

    private func show(_ values: MeterValues, _ payload: Payload, _ station: inout CSMSStation) -> Empty {
        let what = "A MeterValues of EVSE \(values.evseId)"
        legalise(values, what, &station)
        station.check(integers: ["evseId"], in: payload, of: what)
        station.check(numbers: ["value"], in: payload, of: what)
        if values.evseId < 0 { station.object("There is no EVSE \(values.evseId).") }
        if values.meterValue.isEmpty { station.object("\(what) is empty.") }
        check(values.meterValue, of: what, &station)
        station.show(Self.register(in: values.meterValue))
        return Empty()
    }

    /// What was read would have to be allowed to be written, too: lengths, words and numbers.
    func legalise(_ message: some Call, _ what: String, _ station: inout CSMSStation) {
        do throws(PayloadError) {
            _ = try FrameWriter.call(message, id: MessageID("check"), dialect)
        } catch {
            station.object("\(what) breaks the limits: \(error.sentence)")
        }
    }

    func info(_ verdict: String) -> IdTokenInfo { IdTokenInfo(status: .init(rawValue: verdict) ?? .invalid) }

    private static let statuses: Set<OCPP201.ConnectorStatus> = [
        .available, .occupied, .reserved, .unavailable, .faulted,
    ]
}
