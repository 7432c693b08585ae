package import OCPP

/// How a station can reach a CSMS.
package struct NetworkConnectionProfile: Codable, Hashable, Sendable {
    package var ocppVersion: OCPPVersion
    package var ocppTransport: OCPPTransport
    package var ocppCsmsUrl: GrowingText<512, 2000>
    /// Seconds.
    package var messageTimeout: Int
    /// 1, 2 or 3.
    package var securityProfile: Int
    package var ocppInterface: OCPPInterface
    package var apn: APN?
    package var vpn: VPN?

    package init(
        ocppVersion: OCPPVersion, ocppTransport: OCPPTransport, ocppCsmsUrl: GrowingText<512, 2000>,
        messageTimeout: Int, securityProfile: Int, ocppInterface: OCPPInterface, apn: APN? = nil, vpn: VPN? = nil
    ) {
        self.ocppVersion = ocppVersion
        self.ocppTransport = ocppTransport
        self.ocppCsmsUrl = ocppCsmsUrl
        self.messageTimeout = messageTimeout
        self.securityProfile = securityProfile
        self.ocppInterface = ocppInterface
        self.apn = apn
        self.vpn = vpn
    }
}
