import OCPP

/// A station asks whether an idTag may charge. OCPP 1.6, section 4.1.
package struct Authorize: Call, Hashable {
    package static let action = "Authorize"
    /// At most 20 characters by the standard; longer ones occur.
    package var idTag: String

    package init(idTag: String) {
        self.idTag = idTag
    }

    package struct Response: Codable, Hashable, Sendable {
        package var idTagInfo: IdTagInfo

        package init(idTagInfo: IdTagInfo) {
            self.idTagInfo = idTagInfo
        }
    }
}
