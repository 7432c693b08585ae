import OCPP

/// Why a station started.
package struct BootReason: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let applicationReset = BootReason(rawValue: "ApplicationReset")
    package static let firmwareUpdate = BootReason(rawValue: "FirmwareUpdate")
    package static let localReset = BootReason(rawValue: "LocalReset")
    package static let powerUp = BootReason(rawValue: "PowerUp")
    package static let remoteReset = BootReason(rawValue: "RemoteReset")
    package static let scheduledReset = BootReason(rawValue: "ScheduledReset")
    package static let triggered = BootReason(rawValue: "Triggered")
    package static let unknown = BootReason(rawValue: "Unknown")
    package static let watchdog = BootReason(rawValue: "Watchdog")
}
