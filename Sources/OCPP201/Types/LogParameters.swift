package import OCPP

/// Where a log is to go and what it is to cover.
package struct LogParameters: Codable, Hashable, Sendable {
    package var remoteLocation: GrowingText<512, 2000>
    /// ISO 8601.
    package var oldestTimestamp: String?
    /// ISO 8601.
    package var latestTimestamp: String?

    package init(
        remoteLocation: GrowingText<512, 2000>, oldestTimestamp: String? = nil, latestTimestamp: String? = nil
    ) {
        self.remoteLocation = remoteLocation
        self.oldestTimestamp = oldestTimestamp
        self.latestTimestamp = latestTimestamp
    }
}
