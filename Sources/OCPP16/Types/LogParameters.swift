package import OCPP

/// Where a log is to go and what it is to cover. OCPP 1.6 security white paper.
package struct LogParameters: Codable, Hashable, Sendable {
    package var remoteLocation: Text<512>
    /// ISO 8601.
    package var oldestTimestamp: String?
    /// ISO 8601.
    package var latestTimestamp: String?

    package init(remoteLocation: Text<512>, oldestTimestamp: String? = nil, latestTimestamp: String? = nil) {
        self.remoteLocation = remoteLocation
        self.oldestTimestamp = oldestTimestamp
        self.latestTimestamp = latestTimestamp
    }
}
