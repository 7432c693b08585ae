package import OCPP

/// Hands a station the certificate it asked for with SignCertificate. OCPP 2.0.1, functional block A.
///
/// It is answered `Accepted` or `Rejected`.
package struct CertificateSigned: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "CertificateSigned"
    package var certificateChain: Text<10000>
    package var certificateType: CertificateSigningUse?
    /// OCPP 2.1: that of the request, where it had one.
    package var requestId: Int?

    package init(
        certificateChain: Text<10000>, certificateType: CertificateSigningUse? = nil, requestId: Int? = nil
    ) {
        self.certificateChain = certificateChain
        self.certificateType = certificateType
        self.requestId = requestId
    }
}
