/// Which OCPP a station is to speak; it goes by the sub-protocols of its handshake instead.
package enum OCPPVersion: String, Codable, Sendable, CaseIterable {
    case ocpp12 = "OCPP12"
    case ocpp15 = "OCPP15"
    case ocpp16 = "OCPP16"
    case ocpp20 = "OCPP20"
}
