import Charging
import OCPP
import OCPP16

/// The desk of a CSMS where OCPP 1.6 is spoken.
struct CSMSDesk16: CSMSDesk {
    let rules: CSMSRules

    var dialect: Dialect { .ocpp16 }
    var calls: [String: any Call.Type] { OCPP16.callsFromStations }

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
        case StartTransaction.action: return start(try payload.decode(), payload, &station, &nextID)
        case StopTransaction.action: return try stop(try payload.decode(), payload, &station)
        case MeterValues.action: return try take(try payload.decode(), payload, &station)
        case DataTransfer.action: return DataTransfer.Response(status: "Accepted")
        case SignCertificate.action: return SignCertificate.Response(status: .accepted)
        default: return Empty()
        }
    }

    func postponement(status: String, interval: Int) -> any Encodable {
        BootNotification.Response(
            status: .init(rawValue: status) ?? .rejected, currentTime: rules.now.description, interval: interval)
    }

    private func boot(_ boot: BootNotification, _ station: inout CSMSStation) -> BootNotification.Response {
        station.boots += 1
        station.check(boot.chargePointVendor, "vendor", of: "A boot", atMost: 20)
        station.check(boot.chargePointModel, "model", of: "A boot", atMost: 20)
        station.check(boot.chargePointSerialNumber, "serial number", of: "A boot", atMost: 25)
        station.check(boot.chargeBoxSerialNumber, "box serial number", of: "A boot", atMost: 25)
        station.check(boot.firmwareVersion, "firmware version", of: "A boot", atMost: 50)
        station.check(boot.meterType, "meter type", of: "A boot", atMost: 25)
        station.check(boot.meterSerialNumber, "meter serial number", of: "A boot", atMost: 25)
        return BootNotification.Response(
            status: .accepted, currentTime: rules.now.description, interval: rules.habits.heartbeatInterval)
    }

    private func note(
        _ status: StatusNotification, _ payload: Payload, _ station: inout CSMSStation
    ) -> Empty {
        let what = "The status of connector \(status.connectorId)"
        station.check(integers: ["connectorId"], in: payload, of: what)
        station.check(time: status.timestamp, of: what, isNeeded: false)
        station.check(status.info, "info", of: what, atMost: 50)
        station.check(status.vendorId, "vendor", of: what, atMost: 255)
        station.check(status.vendorErrorCode, "vendor's error code", of: what, atMost: 50)
        if !Self.statuses.contains(status.status.rawValue) { station.object("\(what) is \(status.status).") }
        if status.connectorId == 0, !["Available", "Unavailable", "Faulted"].contains(status.status.rawValue) {
            station.object("\(what), which is the station, is \(status.status).")
        }
        if !Self.errorCodes.contains(status.errorCode ?? "") {
            station.object("\(what) has the error code \(status.errorCode ?? "none").")
        }
        if status.connectorId < 0 { station.object("There is no connector \(status.connectorId).") }
        station.statuses[status.connectorId] = status.status.rawValue
        return Empty()
    }

    private func authorize(_ call: Authorize, _ station: inout CSMSStation) -> Authorize.Response {
        station.check(call.idTag, "tag", of: "An Authorize", atMost: 20)
        return Authorize.Response(idTagInfo: info(rules.verdict(call.idTag)))
    }

    private func take(
        _ values: MeterValues, _ payload: Payload, _ station: inout CSMSStation
    ) throws(CallError) -> Empty {
        let what = "A MeterValues of connector \(values.connectorId)"
        station.check(integers: ["connectorId", "transactionId"], in: payload, of: what)
        if values.connectorId < 0 { station.object("There is no connector \(values.connectorId).") }
        check(values.meterValue, of: what, &station)
        let register = Self.register(in: values.meterValue)
        station.show(register)
        guard let number = values.transactionId else { return Empty() }
        let id = "\(number)"
        if station.discarded.contains(id) { return Empty() }
        guard let transaction = station.transaction(id) else {
            station.object("\(what) belongs to transaction \(id), which nobody knows.")
            try checkUnknown(id)
            return Empty()
        }
        if !transaction.isRunning { station.object("\(what) came after transaction \(id) was over.") }
        if transaction.connector != values.connectorId { station.object("\(what) belongs to another connector.") }
        note(register, of: id, &station)
        _ = station.edit(id) { $0.valuesCount += 1 }
        return Empty()
    }

    /// A register that fell below that of the start would be billed as nothing, or less.
    func note(_ register: Int64?, of id: String, _ station: inout CSMSStation) {
        guard let register else { return }
        if let start = station.transaction(id)?.meterStart, register < start - 1 {
            station.object("Transaction \(id) began at \(start) Wh and then showed \(register) Wh.")
        }
        _ = station.edit(id) { $0.lastRegister = register }
    }

    func info(_ verdict: String) -> IdTagInfo { IdTagInfo(status: .init(rawValue: verdict) ?? .invalid) }

    private static let statuses: Set<String> = [
        "Available", "Preparing", "Charging", "SuspendedEVSE", "SuspendedEV", "Finishing", "Reserved", "Unavailable",
        "Faulted",
    ]
    private static let errorCodes: Set<String> = [
        "ConnectorLockFailure", "EVCommunicationError", "GroundFailure", "HighTemperature", "InternalError",
        "LocalListConflict", "NoError", "OtherError", "OverCurrentFailure", "OverVoltage", "PowerMeterFailure",
        "PowerSwitchFailure", "ReaderFailure", "ResetFailure", "UnderVoltage", "WeakSignal",
    ]
}
