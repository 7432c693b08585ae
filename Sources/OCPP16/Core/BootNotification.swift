import OCPP

/// A station introduces itself after it started. OCPP 1.6, section 4.2.
package struct BootNotification: Call, Hashable {
    package static let action = "BootNotification"
    package var chargePointVendor: String
    package var chargePointModel: String
    package var chargePointSerialNumber: String?
    /// Deprecated in 1.6, and still the only serial number of some stations.
    package var chargeBoxSerialNumber: String?
    package var firmwareVersion: String?
    package var iccid: String?
    package var imsi: String?
    package var meterType: String?
    package var meterSerialNumber: String?

    package init(
        chargePointVendor: String, chargePointModel: String, chargePointSerialNumber: String? = nil,
        firmwareVersion: String? = nil
    ) {
        self.chargePointVendor = chargePointVendor
        self.chargePointModel = chargePointModel
        self.chargePointSerialNumber = chargePointSerialNumber
        self.firmwareVersion = firmwareVersion
    }

    package struct Response: Codable, Hashable, Sendable {
        /// ISO 8601 in UTC; the station sets its clock from it.
        package var currentTime: String
        /// Seconds: of the heartbeat when accepted, until the next BootNotification otherwise.
        package var interval: Int
        package var status: RegistrationStatus

        package init(status: RegistrationStatus, currentTime: String, interval: Int) {
            self.status = status
            self.currentTime = currentTime
            self.interval = interval
        }
    }
}

/// Whether the station may work. OCPP 1.6, section 7.39.
package enum RegistrationStatus: String, Codable, Sendable {
    case accepted = "Accepted"
    /// It may be configured, but must not send anything unasked.
    case pending = "Pending"
    case rejected = "Rejected"
}
