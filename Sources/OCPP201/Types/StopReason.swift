import OCPP

/// Why a transaction ended. Absent it is `Local`.
package struct StopReason: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let deAuthorized = StopReason(rawValue: "DeAuthorized")
    package static let emergencyStop = StopReason(rawValue: "EmergencyStop")
    package static let energyLimitReached = StopReason(rawValue: "EnergyLimitReached")
    package static let evDisconnected = StopReason(rawValue: "EVDisconnected")
    package static let groundFault = StopReason(rawValue: "GroundFault")
    package static let immediateReset = StopReason(rawValue: "ImmediateReset")
    package static let local = StopReason(rawValue: "Local")
    package static let localOutOfCredit = StopReason(rawValue: "LocalOutOfCredit")
    package static let masterPass = StopReason(rawValue: "MasterPass")
    package static let other = StopReason(rawValue: "Other")
    package static let overcurrentFault = StopReason(rawValue: "OvercurrentFault")
    package static let powerLoss = StopReason(rawValue: "PowerLoss")
    package static let powerQuality = StopReason(rawValue: "PowerQuality")
    package static let reboot = StopReason(rawValue: "Reboot")
    package static let remote = StopReason(rawValue: "Remote")
    package static let socLimitReached = StopReason(rawValue: "SOCLimitReached")
    package static let stoppedByEV = StopReason(rawValue: "StoppedByEV")
    package static let timeLimitReached = StopReason(rawValue: "TimeLimitReached")
    package static let timeout = StopReason(rawValue: "Timeout")
    package static let reqEnergyTransferRejected = StopReason(rawValue: "ReqEnergyTransferRejected")
}
