import OCPP

/// In which state of the station a message is shown.
package struct MessageState: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let charging = MessageState(rawValue: "Charging")
    package static let faulted = MessageState(rawValue: "Faulted")
    package static let idle = MessageState(rawValue: "Idle")
    package static let unavailable = MessageState(rawValue: "Unavailable")
    package static let suspended = MessageState(rawValue: "Suspended")
    package static let discharging = MessageState(rawValue: "Discharging")
}
