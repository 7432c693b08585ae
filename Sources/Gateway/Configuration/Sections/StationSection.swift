package import Charging

/// `[[station]]`: one station that talks OCPP.
package struct StationSection: Decodable, Sendable {
    package var id: StationID
    /// 0: no password; 1: password over plain WebSocket (OCPP 1.6 security white paper, section 2.3).
    package var securityProfile = 0
    package var passwordFile: String?
    /// The meter whose register counts for the station's energy.
    package var meter: MeterID?
    /// Who may charge here, where that differs from the site.
    package var accept: AuthorizationPolicy.WhoCharges?
    package var whenOffline: AuthorizationPolicy.WhenOffline?

    private enum CodingKeys: String, CodingKey {
        case id, meter, accept
        case securityProfile = "security_profile"
        case passwordFile = "password_file"
        case whenOffline = "when_offline"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        id = StationID(try keys.decode(String.self, forKey: .id))
        securityProfile = try keys.decodeIfPresent(Int.self, forKey: .securityProfile) ?? securityProfile
        passwordFile = try keys.decodeIfPresent(String.self, forKey: .passwordFile)
        meter = try keys.decodeIfPresent(String.self, forKey: .meter).map(MeterID.init(rawValue:))
        accept = try keys.decodeIfPresent(AuthorizationPolicy.WhoCharges.self, forKey: .accept)
        whenOffline = try keys.decodeIfPresent(AuthorizationPolicy.WhenOffline.self, forKey: .whenOffline)
    }
}
