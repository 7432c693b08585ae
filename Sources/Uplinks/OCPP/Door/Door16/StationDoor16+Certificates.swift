import Charging
import OCPP
import OCPP16

// Certificates. OCPP 1.6 security white paper.
extension StationDoor16 {
    func deliverCertificate(_ call: CertificateSigned) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Rejected", others: ["Failed": "Rejected"])) { () throws(Refusal) in
            try await keeper.deliver(call.certificateChain.text)
        }
    }

    func installCertificate(_ call: InstallCertificate) async throws(Refusal) -> CloudDoorAnswer {
        try await status(AnswerWords("Accepted", "Failed", "Rejected")) { () throws(Refusal) in
            try await keeper.install(
                call.certificateType == .centralSystemRootCertificate ? .csmsRoot : .manufacturerRoot,
                call.certificate.text)
        }
    }

    func deleteCertificate(_ call: DeleteCertificate) async throws(Refusal) -> CloudDoorAnswer {
        let words = AnswerWords("Accepted", "Failed", "NotFound", refused: "Failed", unsupported: "Failed")
        return try await status(words) { () throws(Refusal) in
            try await keeper.delete(CertificateName(call.certificateHashData))
        }
    }

    func listCertificates(_ call: GetInstalledCertificateIds) async throws(Refusal) -> CloudDoorAnswer {
        let use: Charging.CertificateUse =
            call.certificateType == .centralSystemRootCertificate ? .csmsRoot : .manufacturerRoot
        let names = try await keeper.certificates(for: [use]).map { CertificateHashData($0.name) }
        return .result(
            GetInstalledCertificateIds.Response(
                status: names.isEmpty ? "NotFound" : "Accepted", certificateHashData: names.isEmpty ? nil : names))
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
