/// What a root certificate is for.
package enum InstallCertificateUse: String, Codable, Sendable, CaseIterable {
    case v2gRootCertificate = "V2GRootCertificate"
    case moRootCertificate = "MORootCertificate"
    case csmsRootCertificate = "CSMSRootCertificate"
    case manufacturerRootCertificate = "ManufacturerRootCertificate"
}
