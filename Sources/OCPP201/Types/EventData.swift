/// One event of a component.
package struct EventData: Codable, Hashable, Sendable {
    package var eventId: Int
    /// ISO 8601.
    package var timestamp: String
    package var trigger: EventTrigger
    /// At most 2500 characters.
    package var actualValue: String
    package var component: Component
    package var eventNotificationType: EventNotificationType
    package var variable: Variable
    /// The event that led to this one.
    package var cause: Int?
    /// At most 50 characters.
    package var techCode: String?
    /// At most 500 characters.
    package var techInfo: String?
    package var cleared: Bool?
    /// At most 36 characters.
    package var transactionId: String?
    package var variableMonitoringId: Int?

    package init(
        eventId: Int, timestamp: String, trigger: EventTrigger, actualValue: String, component: Component,
        eventNotificationType: EventNotificationType, variable: Variable, cause: Int? = nil, techCode: String? = nil,
        techInfo: String? = nil, cleared: Bool? = nil, transactionId: String? = nil, variableMonitoringId: Int? = nil
    ) {
        self.eventId = eventId
        self.timestamp = timestamp
        self.trigger = trigger
        self.actualValue = actualValue
        self.component = component
        self.eventNotificationType = eventNotificationType
        self.variable = variable
        self.cause = cause
        self.techCode = techCode
        self.techInfo = techInfo
        self.cleared = cleared
        self.transactionId = transactionId
        self.variableMonitoringId = variableMonitoringId
    }
}
