/// What the CSMS says of a contract certificate.
package enum AuthorizeCertificateStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    case signatureError = "SignatureError"
    case certificateExpired = "CertificateExpired"
    case certificateRevoked = "CertificateRevoked"
    case noCertificateAvailable = "NoCertificateAvailable"
    case certChainError = "CertChainError"
    case contractCancelled = "ContractCancelled"
}
