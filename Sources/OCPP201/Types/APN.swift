package import OCPP

/// How a station gets into a mobile network.
package struct APN: Codable, Hashable, Sendable {
    package var apn: GrowingText<512, 2000>
    package var apnAuthentication: APNAuthentication
    package var apnUserName: GrowingText<20, 50>?
    package var apnPassword: GrowingText<20, 64>?
    package var simPin: Int?
    package var preferredNetwork: Text<6>?
    package var useOnlyPreferredNetwork: Bool?

    package init(
        apn: GrowingText<512, 2000>, apnAuthentication: APNAuthentication, apnUserName: GrowingText<20, 50>? = nil,
        apnPassword: GrowingText<20, 64>? = nil, simPin: Int? = nil, preferredNetwork: Text<6>? = nil,
        useOnlyPreferredNetwork: Bool? = nil
    ) {
        self.apn = apn
        self.apnAuthentication = apnAuthentication
        self.apnUserName = apnUserName
        self.apnPassword = apnPassword
        self.simPin = simPin
        self.preferredNetwork = preferredNetwork
        self.useOnlyPreferredNetwork = useOnlyPreferredNetwork
    }
}
