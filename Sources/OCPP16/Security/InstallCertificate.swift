package import OCPP

/// Installs a root certificate in a station. OCPP 1.6 security white paper.
///
/// It is answered `Accepted`, `Failed` or `Rejected`.
package struct InstallCertificate: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "InstallCertificate"
    package var certificateType: CertificateUse
    /// PEM.
    package var certificate: Text<5500>

    package init(certificateType: CertificateUse, certificate: Text<5500>) {
        self.certificateType = certificateType
        self.certificate = certificate
    }
}
