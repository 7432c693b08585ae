import OCPP
import Testing

/// One message as it is on the wire with every field it has, and an answer to it.
struct Fixture: Sendable, CustomTestStringConvertible {
    var type: any Call.Type
    var request: String
    var response: String
    var testDescription: String { type.action }

    init(_ type: any Call.Type, request: String, response: String) {
        self.type = type
        self.request = request
        self.response = response
    }
}

let fixtures = onboardingFixtures + chargingFixtures + smartChargingFixtures + upkeepFixtures + diagnosticsFixtures
