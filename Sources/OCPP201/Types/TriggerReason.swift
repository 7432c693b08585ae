import OCPP

/// What made a station send an event.
package struct TriggerReason: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let authorized = TriggerReason(rawValue: "Authorized")
    package static let cablePluggedIn = TriggerReason(rawValue: "CablePluggedIn")
    package static let chargingRateChanged = TriggerReason(rawValue: "ChargingRateChanged")
    package static let chargingStateChanged = TriggerReason(rawValue: "ChargingStateChanged")
    package static let deauthorized = TriggerReason(rawValue: "Deauthorized")
    package static let energyLimitReached = TriggerReason(rawValue: "EnergyLimitReached")
    package static let evCommunicationLost = TriggerReason(rawValue: "EVCommunicationLost")
    package static let evConnectTimeout = TriggerReason(rawValue: "EVConnectTimeout")
    package static let meterValueClock = TriggerReason(rawValue: "MeterValueClock")
    package static let meterValuePeriodic = TriggerReason(rawValue: "MeterValuePeriodic")
    package static let timeLimitReached = TriggerReason(rawValue: "TimeLimitReached")
    package static let trigger = TriggerReason(rawValue: "Trigger")
    package static let unlockCommand = TriggerReason(rawValue: "UnlockCommand")
    package static let stopAuthorized = TriggerReason(rawValue: "StopAuthorized")
    package static let evDeparted = TriggerReason(rawValue: "EVDeparted")
    package static let evDetected = TriggerReason(rawValue: "EVDetected")
    package static let remoteStop = TriggerReason(rawValue: "RemoteStop")
    package static let remoteStart = TriggerReason(rawValue: "RemoteStart")
    package static let abnormalCondition = TriggerReason(rawValue: "AbnormalCondition")
    package static let signedDataReceived = TriggerReason(rawValue: "SignedDataReceived")
    package static let resetCommand = TriggerReason(rawValue: "ResetCommand")
    package static let costLimitReached = TriggerReason(rawValue: "CostLimitReached")
    package static let limitSet = TriggerReason(rawValue: "LimitSet")
    package static let operationModeChanged = TriggerReason(rawValue: "OperationModeChanged")
    package static let runningCost = TriggerReason(rawValue: "RunningCost")
    package static let soCLimitReached = TriggerReason(rawValue: "SoCLimitReached")
    package static let tariffChanged = TriggerReason(rawValue: "TariffChanged")
    package static let tariffNotAccepted = TriggerReason(rawValue: "TariffNotAccepted")
    package static let txResumed = TriggerReason(rawValue: "TxResumed")
}
