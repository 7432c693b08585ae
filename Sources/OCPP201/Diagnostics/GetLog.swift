import OCPP

/// Asks a station to upload a log file. OCPP 2.0.1, functional block N.
package struct GetLog: Call, Hashable {
    package static let action = "GetLog"
    package var log: LogParameters
    package var logType: LogType
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
        /// `Accepted`, `Rejected` or `AcceptedCanceled`.
        package var status: String
        package var statusInfo: StatusInfo?
        /// At most 255 characters.
        package var filename: String?

        package init(status: String, statusInfo: StatusInfo? = nil, filename: String? = nil) {
            self.status = status
            self.statusInfo = statusInfo
            self.filename = filename
        }
    }
}
