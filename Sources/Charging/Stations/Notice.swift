/// A message of a station that the rules make nothing of: kept as it came, for people and for clouds that understand it.
///
/// Firmware and log progress, display messages, monitoring events, customer information and the like.
package struct Notice: Hashable, Codable, Sendable {
    /// The message's name on the wire, `FirmwareStatusNotification` for instance.
    package var action: String
    /// The protocol it came by, `ocpp1.6` for instance.
    package var dialect: String
    /// The payload's JSON to the letter, bounded by the frame it came in.
    package var payload: String

    package init(action: String, dialect: String, payload: String) {
        self.action = action
        self.dialect = dialect
        self.payload = payload
    }
}
