/// What a connector is doing, in the finer words of OCPP 1.6, which those of 2.0.1 can be made from.
package enum ConnectorState: String, Codable, Sendable, CaseIterable {
    case available = "Available"
    case preparing = "Preparing"
    case charging = "Charging"
    case suspendedEV = "SuspendedEV"
    case suspendedEVSE = "SuspendedEVSE"
    case finishing = "Finishing"
    case reserved = "Reserved"
    case unavailable = "Unavailable"
    case faulted = "Faulted"
    /// A cable is in, and no more is told (OCPP 2.0.1).
    case occupied = "Occupied"

    /// Whether a cable is in; `nil` where the state does not tell.
    package var isPluggedIn: Bool? {
        switch self {
        case .preparing, .charging, .suspendedEV, .suspendedEVSE, .finishing, .occupied: true
        case .available, .reserved: false
        case .unavailable, .faulted: nil
        }
    }
}

/// A connector reported its state. EVSE 0 is the station as a whole.
package struct ConnectorStatus: Hashable, Codable, Sendable {
    package var evse: Int
    /// Which of the EVSE's connectors, where it may have several; `nil` is the first.
    package var connector: Int?
    package var state: ConnectorState
    /// `NoError` or what is wrong, in the station's own word: vendors use words outside the standard.
    package var errorCode: String
    package var info: String?
    package var vendorErrorCode: String?
    /// When it changed, by the station's clock; many stations leave it out.
    package var timestamp: Timestamp?

    package init(
        evse: Int, connector: Int? = nil, state: ConnectorState, errorCode: String = "NoError", info: String? = nil,
        vendorErrorCode: String? = nil, timestamp: Timestamp? = nil
    ) {
        self.evse = evse
        self.connector = connector
        self.state = state
        self.errorCode = errorCode
        self.info = info
        self.vendorErrorCode = vendorErrorCode
        self.timestamp = timestamp
    }
}
