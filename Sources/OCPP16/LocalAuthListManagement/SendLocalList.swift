import OCPP

/// Replaces or amends a station's local authorization list. OCPP 1.6, section 5.15.
///
/// It is answered `Accepted`, `Failed`, `NotSupported` or `VersionMismatch`.
package struct SendLocalList: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SendLocalList"
    /// Of the list after this.
    package var listVersion: Int
    package var updateType: UpdateType
    /// Without it a full update empties the list.
    package var localAuthorizationList: [AuthorizationData]?

    package init(listVersion: Int, updateType: UpdateType, localAuthorizationList: [AuthorizationData]? = nil) {
        self.listVersion = listVersion
        self.updateType = updateType
        self.localAuthorizationList = localAuthorizationList
    }
}
