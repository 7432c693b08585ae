package import OCPP

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

    package static func words(in dialect: Dialect) -> Set<Self>? {
        let words: Set<Self> = [charging, faulted, idle, unavailable]
        return dialect == .ocpp21 ? words.union([suspended, discharging]) : words
    }
}
