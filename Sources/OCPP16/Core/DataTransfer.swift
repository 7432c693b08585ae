package import OCPP

/// A vendor's own message, in either direction. OCPP 1.6, sections 4.3 and 5.6.
package struct DataTransfer: Call, Hashable {
    package static let action = "DataTransfer"
    /// A text by the standard; what a vendor sends in its place is kept as its JSON.
    package var data: OpaqueText?
    package var messageId: Text<50>?
    package var vendorId: Text<255>

    package init(vendorId: String, messageId: String? = nil, data: String? = nil) {
        self.vendorId = Text(vendorId)
        self.messageId = messageId.map { Text($0) }
        self.data = data.map { OpaqueText($0) }
    }

    package struct Response: Codable, Hashable, Sendable {
        /// `Accepted`, `Rejected`, `UnknownMessageId` or `UnknownVendorId`.
        package var status: String
        package var data: OpaqueText?

        package init(status: String, data: String? = nil) {
            self.status = status
            self.data = data.map { OpaqueText($0) }
        }
    }
}
