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

    package init(
        heartbeatInterval: Duration = .seconds(300), pendingInterval: Duration = .seconds(30),
        answerTimeout: Duration = .seconds(30), bootPatience: Duration = .seconds(10), recordRetries: Int = 20,
        recordRetryInterval: Duration = .seconds(1), garbageLimit: Int = 20
    ) {
        self.heartbeatInterval = heartbeatInterval
        self.pendingInterval = pendingInterval
        self.answerTimeout = answerTimeout
        self.bootPatience = bootPatience
        self.recordRetries = recordRetries
        self.recordRetryInterval = recordRetryInterval
        self.garbageLimit = garbageLimit
    }
}
