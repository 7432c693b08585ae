import OCPP

/// Stores in a station how it can reach a CSMS. OCPP 2.0.1, functional block B.
///
/// It is answered `Accepted`, `Rejected` or `Failed`.
package struct SetNetworkProfile: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "SetNetworkProfile"
    package var configurationSlot: Int
    package var connectionData: NetworkConnectionProfile

    package init(configurationSlot: Int, connectionData: NetworkConnectionProfile) {
        self.configurationSlot = configurationSlot
        self.connectionData = connectionData
    }
}
