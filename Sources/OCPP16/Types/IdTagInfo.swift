package import OCPP

/// What the central system knows of an idTag. OCPP 1.6, section 7.27.
package struct IdTagInfo: Codable, Hashable, Sendable {
    package var status: AuthorizationStatus
    /// ISO 8601; when the station should forget what it was told.
    package var expiryDate: String?
    package var parentIdTag: Text<20>?

    package init(status: AuthorizationStatus, expiryDate: String? = nil, parentIdTag: String? = nil) {
        self.status = status
        self.expiryDate = expiryDate
        self.parentIdTag = parentIdTag.map { Text($0) }
    }
}
