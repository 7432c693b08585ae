import Charging
import OCPP16

// What connectors do. Only the present is told, never the past: what they did while the CSMS was away is history.

extension Language16.Occasion {
    func statusChange(_ status: ConnectorStatus) -> Rendering {
        if isLate { return .nothing("Only the current state of a connector is told, and this one is past.") }
        // A connector is told as its EVSE, so one that is free says nothing while another one is in use.
        if status.connector ?? 1 > 1, status.state.isPluggedIn == false, hasOpen(on: status.evse) {
            return .nothing("Another connector of the EVSE is in use.")
        }
        var status = status
        if status.state == .occupied { status.state = occupied(status.evse) }
        status.timestamp = status.timestamp.map { believed($0) }
        return .messages([OutgoingMessage(.other, Language16.message(status, at: entry.stamp.at))])
    }

    /// What a transaction does, in a station's own words about it: a station of 2.0.1 has no others for that.
    func state(of told: LaneTransaction, _ session: Session, _ telling: Telling?) -> OutgoingMessage? {
        guard !isLate, session.stopped == nil else { return nil }
        // A wallbox that cannot talk charges from the start.
        let word = telling?.chargingState ?? (session.flags.contains(.derived) ? "Charging" : nil)
        guard let word, word != told.chargingState, let state = ConnectorState(telling, word) else { return nil }
        let status = ConnectorStatus(evse: told.evse, state: state, timestamp: (telling?.timestamp).map(believed))
        return OutgoingMessage(
            .progress(told.id), Language16.message(status, at: entry.stamp.at), chargingState: word)
    }

    /// The connector after the stop, where the cable is known to be in still.
    func finishing(of told: LaneTransaction, _ session: Session, _ telling: Telling?) -> OutgoingMessage? {
        guard !isLate, session.pluggedOut == nil, let state = telling?.chargingState, state != "Idle" else {
            return nil
        }
        let status = ConnectorStatus(
            evse: told.evse, state: .finishing, timestamp: (telling?.timestamp).map(believed))
        return OutgoingMessage(.other, Language16.message(status, at: entry.stamp.at))
    }

    private func hasOpen(on evse: Int) -> Bool { memory.open.contains { $0.evse == evse } }

    /// A cable is in, and no more is told: whether energy flows say the transactions.
    private func occupied(_ evse: Int) -> ConnectorState {
        guard let told = memory.open.last(where: { $0.evse == evse }) else { return .preparing }
        if known?.session.transaction == told.id, known?.session.stopped != nil { return .finishing }
        return told.chargingState.flatMap { ConnectorState(nil, $0) } ?? .charging
    }
}

extension Language16 {
    private static let errors = [
        "ConnectorLockFailure", "EVCommunicationError", "GroundFailure", "HighTemperature", "InternalError",
        "LocalListConflict", "NoError", "OtherError", "OverCurrentFailure", "OverVoltage", "PowerMeterFailure",
        "PowerSwitchFailure", "ReaderFailure", "ResetFailure", "UnderVoltage", "WeakSignal",
    ]

    static func message(_ status: ConnectorStatus, at moment: Timestamp) -> StatusNotification {
        let word = status.errorCode.lowercased()
        let error = word.isEmpty ? "NoError" : errors.first { $0.lowercased() == word }
        var message = StatusNotification(
            connectorId: status.evse, status: ChargePointStatus(rawValue: state(status).rawValue),
            errorCode: error ?? "OtherError", timestamp: Words.time(status.timestamp ?? moment))
        message.info = status.info.map { Words.cut($0, 50) }
        message.vendorErrorCode =
            (status.vendorErrorCode ?? (error == nil ? status.errorCode : nil)).map { Words.cut($0, 50) }
        return message
    }

    /// The station as a whole has three states only. OCPP 1.6, section 4.9.
    private static func state(_ status: ConnectorStatus) -> ConnectorState {
        if status.state == .occupied { return status.evse == 0 ? .available : .preparing }
        let isOfStation = [.available, .unavailable, .faulted].contains(status.state)
        return status.evse == 0 && !isOfStation ? .available : status.state
    }
}

extension ConnectorState {
    /// By the charging state of a transaction; `nil` where that says nothing about the connector.
    fileprivate init?(_ telling: Telling?, _ chargingState: String) {
        switch chargingState {
        case "Charging": self = .charging
        case "SuspendedEV": self = .suspendedEV
        case "SuspendedEVSE": self = .suspendedEVSE
        case "EVConnected":
            self = ["StopAuthorized", "RemoteStop"].contains(telling?.trigger) ? .finishing : .preparing
        default: return nil
        }
    }
}
