import OCPP

/// Replaces or amends a station's local authorization list. OCPP 2.0.1, functional block D.
///
/// It is answered `Accepted`, `Failed` or `VersionMismatch`.
package struct SendLocalList: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SendLocalList"
    package var versionNumber: Int
    package var updateType: UpdateType
    package var localAuthorizationList: [AuthorizationData]?

    package init(versionNumber: Int, updateType: UpdateType, localAuthorizationList: [AuthorizationData]? = nil) {
        self.versionNumber = versionNumber
        self.updateType = updateType
        self.localAuthorizationList = localAuthorizationList
    }
}
