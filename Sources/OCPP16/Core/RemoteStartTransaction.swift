import OCPP

/// Asks a station to start a transaction for an idTag. OCPP 1.6, section 5.11.
package struct RemoteStartTransaction: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "RemoteStartTransaction"
    package var idTag: String
    /// The standard leaves the choice to the station; many stations refuse to choose.
    package var connectorId: Int?

    package init(idTag: String, connectorId: Int? = nil) {
        self.idTag = idTag
        self.connectorId = connectorId
    }
}
