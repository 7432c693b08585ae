import Charging
import OCPP
import OCPP201

// Certificates. OCPP 2.0.1, A02 and M03 to M05.
extension StationDoor201 {
    func deliverCertificate(_ call: CertificateSigned) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", others: ["Failed": "Rejected"])) { () throws(Refusal) in
            guard call.certificateType == nil || call.certificateType == .chargingStationCertificate else {
                throw .unsupported("No certificate for that use was asked for.")
            }
            return try await keeper.deliver(call.certificateChain.text)
        }
    }

    func installCertificate(_ call: InstallCertificate) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", "Failed")) { () throws(Refusal) in
            try await keeper.install(CertificateUse(call.certificateType), call.certificate.text)
        }
    }

    func deleteCertificate(_ call: DeleteCertificate) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Failed", "NotFound", refused: "Failed", unsupported: "Failed")
        return try await status(words) { () throws(Refusal) in
            try await keeper.delete(CertificateName(call.certificateHashData))
        }
    }

    func listCertificates(_ call: GetInstalledCertificateIds) async throws(Refusal) -> CloudDoorAnswer {
        let asked = call.certificateType.map { $0.compactMap { CertificateUse(rawValue: $0.rawValue) } }
        let chains = try await keeper.certificates(for: asked ?? CertificateUse.allCases).compactMap {
            certificate -> CertificateHashDataChain? in
            guard let use = certificate.use else { return nil }
            return CertificateHashDataChain(
                certificateHashData: CertificateHashData(certificate.name),
                certificateType: InstalledCertificateUse(rawValue: use.rawValue))
        }
        return .result(
            GetInstalledCertificateIds.Response(
                status: chains.isEmpty ? "NotFound" : "Accepted",
                certificateHashDataChain: chains.isEmpty ? nil : chains))
    }
}

extension CertificateUse {
    fileprivate init(_ use: InstallCertificateUse) {
        self =
            switch use {
            case .csmsRootCertificate: .csmsRoot
            case .manufacturerRootCertificate: .manufacturerRoot
            case .v2gRootCertificate: .v2gRoot
            case .moRootCertificate: .moRoot
            }
    }
}

extension CertificateName {
    fileprivate init(_ data: CertificateHashData) {
        self.init(
            algorithm: data.hashAlgorithm.rawValue, issuerName: data.issuerNameHash.text,
            issuerKey: data.issuerKeyHash.text, serialNumber: data.serialNumber.text)
    }
}

extension CertificateHashData {
    fileprivate init(_ name: CertificateName) {
        self.init(
            hashAlgorithm: HashAlgorithm(rawValue: name.algorithm), issuerNameHash: Text(name.issuerName),
            issuerKeyHash: Text(name.issuerKey), serialNumber: Text(name.serialNumber))
    }
}
