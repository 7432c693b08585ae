import OCPP

/// What a car and its EVSE are doing.
package struct ChargingState: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let charging = ChargingState(rawValue: "Charging")
    package static let evConnected = ChargingState(rawValue: "EVConnected")
    package static let suspendedEV = ChargingState(rawValue: "SuspendedEV")
    package static let suspendedEVSE = ChargingState(rawValue: "SuspendedEVSE")
    package static let idle = ChargingState(rawValue: "Idle")
}
