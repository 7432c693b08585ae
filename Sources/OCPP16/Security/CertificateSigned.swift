package import OCPP

/// Hands a station the certificate it asked for with SignCertificate. OCPP 1.6 security white paper.
///
/// It is answered `Accepted` or `Rejected`.
package struct CertificateSigned: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "CertificateSigned"
    /// PEM; the station's own certificate comes first.
    package var certificateChain: Text<10000>

    package init(certificateChain: Text<10000>) {
        self.certificateChain = certificateChain
    }
}
