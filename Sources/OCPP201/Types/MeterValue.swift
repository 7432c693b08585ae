/// Everything a station sampled at one moment.
package struct MeterValue: Codable, Hashable, Sendable {
    package var sampledValue: [SampledValue]
    /// ISO 8601.
    package var timestamp: String

    package init(sampledValue: [SampledValue], timestamp: String) {
        self.sampledValue = sampledValue
        self.timestamp = timestamp
    }
}
