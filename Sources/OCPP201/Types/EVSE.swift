/// An EVSE of a station, or one connector of it.
package struct EVSE: Codable, Hashable, Sendable {
    /// From 1.
    package var id: Int
    /// From 1; without it the whole EVSE.
    package var connectorId: Int?

    package init(id: Int, connectorId: Int? = nil) {
        self.id = id
        self.connectorId = connectorId
    }
}
