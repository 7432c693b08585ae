import OCPP

/// Removes a root certificate from a station. OCPP 1.6 security white paper.
///
/// It is answered `Accepted`, `Failed` or `NotFound`.
package struct DeleteCertificate: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "DeleteCertificate"
    package var certificateHashData: CertificateHashData

    package init(certificateHashData: CertificateHashData) {
        self.certificateHashData = certificateHashData
    }
}
