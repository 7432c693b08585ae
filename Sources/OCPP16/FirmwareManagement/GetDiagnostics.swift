import OCPP

/// Asks a station to upload its diagnostics. OCPP 1.6, section 5.9.
package struct GetDiagnostics: Call, Hashable {
    package static let action = "GetDiagnostics"
    /// Where to; an FTP or HTTP URL.
    package var location: String
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?
    /// ISO 8601; the oldest entry wanted.
    package var startTime: String?
    /// ISO 8601; the latest entry wanted.
    package var stopTime: String?

    package init(
        location: String, retries: Int? = nil, retryInterval: Int? = nil, startTime: String? = nil,
        stopTime: String? = nil
    ) {
        self.location = location
        self.retries = retries
        self.retryInterval = retryInterval
        self.startTime = startTime
        self.stopTime = stopTime
    }

    package struct Response: Codable, Hashable, Sendable {
        /// Absent where there is nothing to upload. At most 255 characters.
        package var fileName: String?

        package init(fileName: String? = nil) {
            self.fileName = fileName
        }
    }
}
