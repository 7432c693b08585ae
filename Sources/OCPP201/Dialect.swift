/// The names under which OCPP 2.0.1 and 2.1 are negotiated as WebSocket sub-protocols. OCPP 2.0.1 Part 4, section 3.1.2.
///
/// Both versions share the messages of this target; what 2.1 changes on the wire is the frame's business.
package enum Dialect: String, Hashable, Codable, Sendable, CaseIterable {
    case ocpp201 = "ocpp2.0.1"
    case ocpp21 = "ocpp2.1"
}
