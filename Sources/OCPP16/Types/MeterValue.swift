/// Everything a station sampled at one moment. OCPP 1.6, section 7.33.
package struct MeterValue: Codable, Hashable, Sendable {
    /// ISO 8601 as the station wrote it; a careless station leaves it out.
    package var timestamp: String?
    /// One at least by the standard; empty lists occur.
    package var sampledValue: [SampledValue]

    package init(timestamp: String?, sampledValue: [SampledValue]) {
        self.timestamp = timestamp
        self.sampledValue = sampledValue
    }

    private enum CodingKeys: String, CodingKey {
        case timestamp, sampledValue
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        timestamp = try members.decodeIfPresent(String.self, forKey: .timestamp)
        sampledValue = try members.decodeIfPresent([SampledValue].self, forKey: .sampledValue) ?? []
    }
}
