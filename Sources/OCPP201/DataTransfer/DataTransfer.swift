package import OCPP

/// A vendor's own message, in either direction. OCPP 2.0.1, functional block P.
package struct DataTransfer: Call, Hashable {
    package static let action = "DataTransfer"
    package var vendorId: Text<255>
    package var messageId: Text<50>?
    /// Any JSON; what is no text is kept as its JSON.
    package var data: OpaqueText?

    package init(vendorId: Text<255>, messageId: Text<50>? = nil, data: OpaqueText? = nil) {
        self.vendorId = vendorId
        self.messageId = messageId
        self.data = data
    }

    package struct Response: Codable, Hashable, Sendable {
        package var status: DataTransferStatus
        package var statusInfo: StatusInfo?
        /// Any JSON; what is no text is kept as its JSON.
        package var data: OpaqueText?

        package init(status: DataTransferStatus, statusInfo: StatusInfo? = nil, data: OpaqueText? = nil) {
            self.status = status
            self.statusInfo = statusInfo
            self.data = data
        }
    }
}
