import OCPP

/// A station asks whether a token may charge. OCPP 2.0.1, functional block C.
package struct Authorize: Call, Hashable {
    package static let action = "Authorize"
    package var idToken: IdToken
    /// At most 5500 characters.
    package var certificate: String?
    /// At most 4.
    package var iso15118CertificateHashData: [OCSPRequestData]?

    package init(idToken: IdToken, certificate: String? = nil, iso15118CertificateHashData: [OCSPRequestData]? = nil) {
        self.idToken = idToken
        self.certificate = certificate
        self.iso15118CertificateHashData = iso15118CertificateHashData
    }

    package struct Response: Codable, Hashable, Sendable {
        package var idTokenInfo: IdTokenInfo
        package var certificateStatus: AuthorizeCertificateStatus?

        package init(idTokenInfo: IdTokenInfo, certificateStatus: AuthorizeCertificateStatus? = nil) {
            self.idTokenInfo = idTokenInfo
            self.certificateStatus = certificateStatus
        }
    }
}
