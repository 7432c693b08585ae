import Charging

// Requests about firmware, logs, reports and certificates.
extension CommandRequest {
    func transferCommand(at now: Timestamp) throws(APIFailure) -> Command {
        // Within an int32, and another one a second later.
        let fresh = Int(now.seconds % Int64(Int32.max))
        let id = try number(requestID, "requestID", in: 0...Int(Int32.max)) ?? fresh
        let retries = try number(retries, "retries", in: 0...100)
        let pause = try number(retrySeconds, "retrySeconds", in: 0...86_400)
        switch command {
        case .updateFirmware:
            guard (signature == nil) == (certificate == nil) else {
                throw Self.failure(
                    "Signed firmware has a signature and a certificate.", "Add both, or neither for an unsigned one.")
            }
            return .updateFirmware(
                FirmwareUpdate(
                    location: try checkedLocation(), retrieveAt: from ?? now, installAt: installAt,
                    signature: try optional(signature, "signature", atMost: 800),
                    signingCertificate: try pem(certificate), retries: retries, retryIntervalSeconds: pause,
                    requestID: id))
        case .getLog:
            return .getLog(
                LogRequest(
                    kind: log ?? .diagnostics, location: try checkedLocation(), oldest: from, latest: until,
                    retries: retries, retryIntervalSeconds: pause, requestID: id))
        default: return .getReport(report ?? .full)
        }
    }

    func certificateCommand() throws(APIFailure) -> Command {
        switch command {
        case .installCertificate:
            let use = try required(use, "use")
            return .installCertificate(use, pem: try required(try pem(certificate), "certificate"))
        case .deleteCertificate: return .deleteCertificate(try checkedName())
        default: return .listCertificates(use)
        }
    }

    private func checkedLocation() throws(APIFailure) -> String {
        let location = try text(location, "location", atMost: 512)
        guard location.contains("://"), !location.contains(where: \.isWhitespace) else {
            throw Self.failure(
                "The location is no URL.", "Write one the station can reach, \"ftp://192.168.1.5/logs/\" for instance.")
        }
        return location
    }

    /// OCPP 2.0.1 allows 5500 characters.
    private func pem(_ value: String?) throws(APIFailure) -> String? {
        guard let pem = try optional(value, "certificate", atMost: 5500) else { return nil }
        guard pem.contains("-----BEGIN CERTIFICATE-----"), pem.contains("-----END CERTIFICATE-----") else {
            throw Self.failure("The certificate is not in PEM.", "It begins with -----BEGIN CERTIFICATE-----.")
        }
        return pem
    }

    private func checkedName() throws(APIFailure) -> CertificateName {
        let name = try required(self.name, "name")
        let digits = [name.issuerName, name.issuerKey, name.serialNumber]
        guard ["SHA256", "SHA384", "SHA512"].contains(name.algorithm),
            digits.allSatisfy({ (1...128).contains($0.utf8.count) && $0.allSatisfy(\.isHexDigit) })
        else {
            throw Self.failure(
                "A certificate is named by an algorithm and three numbers in hexadecimal digits.",
                "Copy the name from list-certificates.")
        }
        return name
    }
}

extension CertificateName {
    /// `SHA256:…:…:…`, as people copy it from one command into the next.
    package var words: String { [algorithm, issuerName, issuerKey, serialNumber].joined(separator: ":") }

    /// Reads those words; whether they name anything is not looked at.
    package init?(words: String) {
        let parts = words.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        self.init(algorithm: parts[0].uppercased(), issuerName: parts[1], issuerKey: parts[2], serialNumber: parts[3])
    }
}
