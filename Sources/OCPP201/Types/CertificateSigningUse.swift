package import OCPP

/// What a key is to be certified for.
package struct CertificateSigningUse: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let chargingStationCertificate = CertificateSigningUse(rawValue: "ChargingStationCertificate")
    package static let v2gCertificate = CertificateSigningUse(rawValue: "V2GCertificate")
    package static let v2g20Certificate = CertificateSigningUse(rawValue: "V2G20Certificate")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        let words: Set<Self> = [chargingStationCertificate, v2gCertificate]
        return dialect == .ocpp21 ? words.union([v2g20Certificate]) : words
    }
}
