package import OCPP

/// Asks a station to fetch and install a firmware. OCPP 1.6, section 5.19.
package struct UpdateFirmware: Call, Hashable {
    package typealias Response = Empty
    package static let action = "UpdateFirmware"
    /// Where from; an FTP or HTTP URL.
    package var location: String
    /// ISO 8601; not to be fetched before.
    package var retrieveDate: String
    package var retries: Int?
    /// Seconds.
    package var retryInterval: Int?

    package init(location: String, retrieveDate: String, retries: Int? = nil, retryInterval: Int? = nil) {
        self.location = location
        self.retrieveDate = retrieveDate
        self.retries = retries
        self.retryInterval = retryInterval
    }
}
