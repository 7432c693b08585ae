/// What a station says of itself when it has started.
package struct Boot: Hashable, Codable, Sendable {
    package var vendor: String
    package var model: String
    package var serialNumber: String?
    package var firmwareVersion: String?
    /// The protocol it speaks, `ocpp1.6` for instance.
    package var dialect: String

    package init(
        vendor: String, model: String, serialNumber: String? = nil, firmwareVersion: String? = nil, dialect: String
    ) {
        self.vendor = vendor
        self.model = model
        self.serialNumber = serialNumber
        self.firmwareVersion = firmwareVersion
        self.dialect = dialect
    }
}
