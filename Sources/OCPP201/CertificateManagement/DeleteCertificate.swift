import OCPP

/// Removes a certificate from a station. OCPP 2.0.1, functional block M.
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
