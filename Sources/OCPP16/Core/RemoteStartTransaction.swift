package import OCPP

/// Asks a station to start a transaction for an idTag. OCPP 1.6, section 5.11.
package struct RemoteStartTransaction: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "RemoteStartTransaction"
    /// The standard leaves the choice to the station; many stations refuse to choose.
    package var connectorId: Int?
    package var idTag: Text<20>
    /// Of the purpose `TxProfile`, without a transaction.
    package var chargingProfile: ChargingProfile?

    package init(idTag: String, connectorId: Int? = nil, chargingProfile: ChargingProfile? = nil) {
        self.idTag = Text(idTag)
        self.connectorId = connectorId
        self.chargingProfile = chargingProfile
    }
}
