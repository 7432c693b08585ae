import OCPP

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

    private enum CodingKeys: String, CodingKey { case id, connectorId }

    /// Only of EVSEs is an `id` never negative.
    package func encode(to encoder: any Encoder) throws {
        guard id >= 0 else { throw PayloadError.outOfBounds(field: "id", rule: "be 0 or more") }
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(id, forKey: .id)
        try keys.encodeIfPresent(connectorId, forKey: .connectorId)
    }
}
