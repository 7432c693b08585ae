/// Which message a station is to send.
package enum MessageTrigger: String, Codable, Sendable, CaseIterable {
    case bootNotification = "BootNotification"
    case logStatusNotification = "LogStatusNotification"
    case firmwareStatusNotification = "FirmwareStatusNotification"
    case heartbeat = "Heartbeat"
    case meterValues = "MeterValues"
    case signChargingStationCertificate = "SignChargingStationCertificate"
    case signV2GCertificate = "SignV2GCertificate"
    case statusNotification = "StatusNotification"
    case transactionEvent = "TransactionEvent"
    case signCombinedCertificate = "SignCombinedCertificate"
    case publishFirmwareStatusNotification = "PublishFirmwareStatusNotification"
}
