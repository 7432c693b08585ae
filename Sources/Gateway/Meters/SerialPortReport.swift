import Metering

/// A serial port of this box.
package struct SerialPortReport: Hashable, Codable, Sendable {
    package var device: String
    /// The name that stays the same when it is plugged in again.
    package var lastingName: String?
    package var description: String?
    package var serialNumber: String?

    package static func all() -> [SerialPortReport] {
        SerialPort.all().map {
            SerialPortReport(
                device: $0.device, lastingName: $0.lastingName, description: $0.description,
                serialNumber: $0.serialNumber)
        }
    }
}
