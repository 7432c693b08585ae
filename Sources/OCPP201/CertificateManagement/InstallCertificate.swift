package import OCPP

/// Installs a root certificate in a station. OCPP 2.0.1, functional block M.
///
/// It is answered `Accepted`, `Rejected` or `Failed`.
package struct InstallCertificate: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "InstallCertificate"
    package var certificateType: InstallCertificateUse
    package var certificate: GrowingText<5500, 10000>

    package init(certificateType: InstallCertificateUse, certificate: GrowingText<5500, 10000>) {
        self.certificateType = certificateType
        self.certificate = certificate
    }
}
