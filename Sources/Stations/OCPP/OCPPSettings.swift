/// How the drivers pace their stations, whichever version they speak.
package struct OCPPSettings: Sendable {
    /// What an accepted station is told; whole seconds.
    package var heartbeatInterval: Duration
    /// How often a station that waits to be claimed asks again.
    package var pendingInterval: Duration
    /// How long a station may take to answer a command.
    package var answerTimeout: Duration
    /// How long a station may leave out its BootNotification before it is asked for one.
    package var bootPatience: Duration
    /// How long a transaction message waits for a record that cannot be written, and how often it is tried. Together
    /// shorter than the 30 s after which stations usually give an unanswered message up.
    package var recordRetries: Int
    package var recordRetryInterval: Duration
    /// Frames in a row that nothing can be made of, until the connection is closed.
    package var garbageLimit: Int
    /// A station of OCPP 2 that has booted is asked what it is made of.
    package var asksForReport: Bool
    /// Variables that a station of OCPP 2 is asked for, or told, in one message.
    package var variablesPerMessage: Int

    package init(
        heartbeatInterval: Duration = .seconds(300), pendingInterval: Duration = .seconds(30),
        answerTimeout: Duration = .seconds(30), bootPatience: Duration = .seconds(10), recordRetries: Int = 20,
        recordRetryInterval: Duration = .seconds(1), garbageLimit: Int = 20,
        asksForReport: Bool = true, variablesPerMessage: Int = 10
    ) {
        self.heartbeatInterval = heartbeatInterval
        self.pendingInterval = pendingInterval
        self.answerTimeout = answerTimeout
        self.bootPatience = bootPatience
        self.recordRetries = recordRetries
        self.recordRetryInterval = recordRetryInterval
        self.garbageLimit = garbageLimit
        self.asksForReport = asksForReport
        self.variablesPerMessage = max(1, variablesPerMessage)
    }
}
