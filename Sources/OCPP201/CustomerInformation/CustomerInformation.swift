package import OCPP

/// Asks a station to report or forget what it knows of a customer. OCPP 2.0.1, functional block N.
///
/// It is answered `Accepted`, `Rejected` or `Invalid`.
package struct CustomerInformation: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "CustomerInformation"
    package var requestId: Int
    package var report: Bool
    package var clear: Bool
    package var customerCertificate: CertificateHashData?
    package var idToken: IdToken?
    package var customerIdentifier: Text<64>?

    package init(
        requestId: Int, report: Bool, clear: Bool, customerCertificate: CertificateHashData? = nil,
        idToken: IdToken? = nil, customerIdentifier: Text<64>? = nil
    ) {
        self.requestId = requestId
        self.report = report
        self.clear = clear
        self.customerCertificate = customerCertificate
        self.idToken = idToken
        self.customerIdentifier = customerIdentifier
    }
}
