package import Charging

/// `[[station]]`: one station that talks OCPP.
package struct StationSection: Decodable, Sendable {
    package var id: StationID
    /// The least that is accepted (OCPP 1.6 security white paper, section 2.3). 0: nothing is asked; 1: a password;
    /// 2: a password over TLS; 3: a client certificate.
    package var securityProfile = 0
    /// The password as text, as an AuthorizationKey in hexadecimal digits, or as a scrypt hash.
    package var passwordFile: String?
    /// The common name in its certificate, where that is neither its id nor the serial number it tells.
    package var certificateName: String?
    /// The only OCPP it is to speak.
    package var dialect: Dialect?
    /// It may not connect.
    package var blocked = false
    /// From where it comes, if it leaves its id out of the URL.
    package var address: String?
    /// The meter whose register counts for the station's energy.
    package var meter: MeterID?
    /// Who may charge here, where that differs from the site.
    package var accept: AuthorizationPolicy.WhoCharges?
    package var whenOffline: AuthorizationPolicy.WhenOffline?

    package enum Dialect: String, CaseIterable, Decodable, Sendable {
        case ocpp16 = "ocpp1.6"
        case ocpp201 = "ocpp2.0.1"
        case ocpp21 = "ocpp2.1"
    }

    private enum CodingKeys: String, CodingKey {
        case id, meter, dialect, blocked, address, accept
        case securityProfile = "security_profile"
        case passwordFile = "password_file"
        case certificateName = "certificate_name"
        case whenOffline = "when_offline"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        id = StationID(try keys.decode(String.self, forKey: .id))
        securityProfile = try keys.decodeIfPresent(Int.self, forKey: .securityProfile) ?? securityProfile
        passwordFile = try keys.decodeIfPresent(String.self, forKey: .passwordFile)
        certificateName = try keys.decodeIfPresent(String.self, forKey: .certificateName)
        dialect = try keys.decodeIfPresent(Dialect.self, forKey: .dialect)
        blocked = try keys.decodeIfPresent(Bool.self, forKey: .blocked) ?? blocked
        address = try keys.decodeIfPresent(String.self, forKey: .address)
        meter = try keys.decodeIfPresent(String.self, forKey: .meter).map(MeterID.init(rawValue:))
        accept = try keys.decodeIfPresent(AuthorizationPolicy.WhoCharges.self, forKey: .accept)
        whenOffline = try keys.decodeIfPresent(AuthorizationPolicy.WhenOffline.self, forKey: .whenOffline)
    }
}
