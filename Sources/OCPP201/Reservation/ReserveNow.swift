import OCPP

/// Keeps an EVSE, or any one of the station, free for a token. OCPP 2.0.1, functional block H.
///
/// It is answered `Accepted`, `Faulted`, `Occupied`, `Rejected` or `Unavailable`.
package struct ReserveNow: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ReserveNow"
    /// The same id replaces a reservation.
    package var id: Int
    /// ISO 8601.
    package var expiryDateTime: String
    package var idToken: IdToken
    package var connectorType: ConnectorType?
    package var evseId: Int?
    package var groupIdToken: IdToken?

    package init(
        id: Int, expiryDateTime: String, idToken: IdToken, connectorType: ConnectorType? = nil, evseId: Int? = nil,
        groupIdToken: IdToken? = nil
    ) {
        self.id = id
        self.expiryDateTime = expiryDateTime
        self.idToken = idToken
        self.connectorType = connectorType
        self.evseId = evseId
        self.groupIdToken = groupIdToken
    }
}
