import OCPP

/// What made a station report an event.
package struct EventNotificationType: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let hardWiredNotification = EventNotificationType(rawValue: "HardWiredNotification")
    package static let hardWiredMonitor = EventNotificationType(rawValue: "HardWiredMonitor")
    package static let preconfiguredMonitor = EventNotificationType(rawValue: "PreconfiguredMonitor")
    package static let customMonitor = EventNotificationType(rawValue: "CustomMonitor")
}
