import OCPP

/// Asks a station to upload a log file. OCPP 1.6 security white paper.
package struct GetLog: Call, Hashable {
    package static let action = "GetLog"
    package var log: LogParameters
    package var logType: LogType
    /// The LogStatusNotifications of this upload repeat it.
    package var requestId: Int
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?

    package init(log: LogParameters, logType: LogType, requestId: Int, retries: Int? = nil, retryInterval: Int? = nil) {
        self.log = log
        self.logType = logType
        self.requestId = requestId
        self.retries = retries
        self.retryInterval = retryInterval
    }

    package struct Response: Codable, Hashable, Sendable {
        /// `Accepted`, `Rejected` or `AcceptedCanceled`: then another upload was broken off for this one.
        package var status: String
        /// At most 255 characters.
        package var filename: String?

        package init(status: String, filename: String? = nil) {
            self.status = status
            self.filename = filename
        }
    }
}
