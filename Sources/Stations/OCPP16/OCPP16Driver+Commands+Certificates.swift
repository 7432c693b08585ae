import Charging
import OCPP
import OCPP16
import Synchronization

// Certificates in the station. OCPP 1.6 security white paper.
extension OCPP16Driver {
    func installCertificate(
        _ use: Charging.CertificateUse, _ pem: String
    ) async throws(CommandError) -> CommandResult {
        let use = try OCPP16.CertificateUse(use)
        return result(try await tell(InstallCertificate(certificateType: use, certificate: Text(pem))))
    }

    func deleteCertificate(_ name: CertificateName) async throws(CommandError) -> CommandResult {
        let data = CertificateHashData(
            hashAlgorithm: HashAlgorithm(rawValue: name.algorithm), issuerNameHash: Text(name.issuerName),
            issuerKeyHash: Text(name.issuerKey), serialNumber: Text(name.serialNumber))
        return result(try await tell(DeleteCertificate(certificateHashData: data)))
    }

    /// A station is asked for one use at a time.
    func listCertificates(_ use: Charging.CertificateUse?) async throws(CommandError) -> CommandResult {
        let uses = try use.map { use throws(CommandError) in [try OCPP16.CertificateUse(use)] }
        var found: [InstalledCertificate] = []
        var statuses: [String] = []
        for use in uses ?? OCPP16.CertificateUse.allCases {
            let response = try await tell(GetInstalledCertificateIds(certificateType: use))
            statuses.append(response.status)
            for data in (response.certificateHashData ?? []).prefix(Self.mostCertificates) {
                found.append(InstalledCertificate(use: Charging.CertificateUse(use), name: CertificateName(data)))
            }
        }
        var result = CommandResult(
            status: statuses.contains("Accepted") ? "Accepted" : statuses.last ?? "NotFound")
        result.certificates = found
        return result
    }

    /// More than a station has room for.
    private static let mostCertificates = 100
}

extension OCPP16.CertificateUse {
    fileprivate init(_ use: Charging.CertificateUse) throws(CommandError) {
        switch use {
        case .csmsRoot: self = .centralSystemRootCertificate
        case .manufacturerRoot: self = .manufacturerRootCertificate
        case .v2gRoot, .moRoot:
            throw .unsupported(
                "A station of OCPP 1.6 knows no \(use.rawValue); it takes \(Charging.CertificateUse.csmsRoot.rawValue) "
                    + "and \(Charging.CertificateUse.manufacturerRoot.rawValue).")
        }
    }
}

extension Charging.CertificateUse {
    fileprivate init(_ use: OCPP16.CertificateUse) {
        self =
            switch use {
            case .centralSystemRootCertificate: .csmsRoot
            case .manufacturerRootCertificate: .manufacturerRoot
            }
    }
}

extension CertificateName {
    fileprivate init(_ data: CertificateHashData) {
        self.init(
            algorithm: data.hashAlgorithm.rawValue.bounded, issuerName: data.issuerNameHash.text.bounded,
            issuerKey: data.issuerKeyHash.text.bounded, serialNumber: data.serialNumber.text.bounded)
    }
}
