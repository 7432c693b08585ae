package import OCPP

/// One entry of a local authorization list. OCPP 1.6, section 7.1.
package struct AuthorizationData: Codable, Hashable, Sendable {
    package var idTag: Text<20>
    /// Without it a differential update removes the entry.
    package var idTagInfo: IdTagInfo?

    package init(idTag: Text<20>, idTagInfo: IdTagInfo? = nil) {
        self.idTag = idTag
        self.idTagInfo = idTagInfo
    }
}
