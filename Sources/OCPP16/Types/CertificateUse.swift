/// What a root certificate is for. OCPP 1.6 security white paper.
package enum CertificateUse: String, Codable, Sendable, CaseIterable {
    case centralSystemRootCertificate = "CentralSystemRootCertificate"
    case manufacturerRootCertificate = "ManufacturerRootCertificate"
}
