/// The version of OCPP-J that is spoken on one connection, under the name it is negotiated by as a WebSocket
/// sub-protocol. OCPP-J 1.6, section 3.1.2; OCPP 2.0.1 Part 4, section 3.1.2.
///
/// 2.0.1 and 2.1 share their messages; how frames are answered and how much a field may hold differs in all three.
package enum Dialect: String, Hashable, Codable, Sendable, CaseIterable {
    case ocpp16 = "ocpp1.6"
    case ocpp201 = "ocpp2.0.1"
    case ocpp21 = "ocpp2.1"
}
