/// What a station says of itself.
package struct ChargingStation: Codable, Hashable, Sendable {
    /// At most 20 characters.
    package var model: String
    /// At most 50 characters.
    package var vendorName: String
    /// At most 25 characters.
    package var serialNumber: String?
    package var modem: Modem?
    /// At most 50 characters.
    package var firmwareVersion: String?

    package init(
        model: String, vendorName: String, serialNumber: String? = nil, modem: Modem? = nil,
        firmwareVersion: String? = nil
    ) {
        self.model = model
        self.vendorName = vendorName
        self.serialNumber = serialNumber
        self.modem = modem
        self.firmwareVersion = firmwareVersion
    }
}
