package import OCPP

/// What an installed certificate is for.
package struct InstalledCertificateUse: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let v2gRootCertificate = InstalledCertificateUse(rawValue: "V2GRootCertificate")
    package static let moRootCertificate = InstalledCertificateUse(rawValue: "MORootCertificate")
    package static let csmsRootCertificate = InstalledCertificateUse(rawValue: "CSMSRootCertificate")
    package static let v2gCertificateChain = InstalledCertificateUse(rawValue: "V2GCertificateChain")
    package static let manufacturerRootCertificate = InstalledCertificateUse(rawValue: "ManufacturerRootCertificate")
    package static let oemRootCertificate = InstalledCertificateUse(rawValue: "OEMRootCertificate")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        let words: Set<Self> = [
            v2gRootCertificate, moRootCertificate, csmsRootCertificate, v2gCertificateChain,
            manufacturerRootCertificate,
        ]
        return dialect == .ocpp21 ? words.union([oemRootCertificate]) : words
    }
}
