import OCPP

/// How an event came about.
package struct EventTrigger: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let alerting = EventTrigger(rawValue: "Alerting")
    package static let delta = EventTrigger(rawValue: "Delta")
    package static let periodic = EventTrigger(rawValue: "Periodic")
}
