/// What the configuration says of one station's admission.
package struct StationRule: Sendable {
    /// The least security profile it may connect with: 0 nothing is asked, 1 a password, 2 a password over TLS, 3 a
    /// client certificate.
    package var securityProfile: Int
    package var secret: Secret?
    /// The common name of its certificate, where that is neither its id nor the serial number it tells.
    package var certificateName: String?
    /// The only sub-protocol it is to speak.
    package var dialect: String?
    /// It may not connect at all.
    package var isBlocked: Bool
    /// From where it comes if it cannot tell its identity.
    package var address: String?

    package init(
        securityProfile: Int = 0, secret: Secret? = nil, certificateName: String? = nil, dialect: String? = nil,
        isBlocked: Bool = false, address: String? = nil
    ) {
        self.securityProfile = securityProfile
        self.secret = secret
        self.certificateName = certificateName
        self.dialect = dialect
        self.isBlocked = isBlocked
        self.address = address
    }

    /// Nothing is asked.
    package static let none = StationRule()

    /// A password is asked, over whatever it connects.
    package static func password(_ password: Password) -> StationRule {
        StationRule(securityProfile: 1, secret: .plain(password))
    }
}
