import Charging
import Trust

extension CSMSSection {
    /// What stations log in with, and whom they believe. OCPP 1.6 security white paper, section 2; OCPP 2.0.1 part 2, A00.
    func checkProof(_ told: [StationID], _ place: (String) -> Place, _ findings: inout Findings) {
        checkPassword(told, place, &findings)
        checkCertificate(told, place, &findings)
        guard let caFile else { return }
        if let text = findings.pem(in: caFile, place("ca_file")), (try? Certificate.chain(pem: text)) == nil {
            findings.error(
                place("ca_file"), "\(caFile.quoted) holds no certificate in PEM form.",
                "It has to contain lines from BEGIN CERTIFICATE to END CERTIFICATE.")
        }
    }

    private func checkPassword(_ told: [StationID], _ place: (String) -> Place, _ findings: inout Findings) {
        let form = place("password_form")
        switch (passwordFile, passwordCredential) {
        case (nil, nil):
            guard passwordForm == .hex else { return }
            findings.warning(
                form, "There is no password, so password_form has no effect.",
                "Add password_file = \"/etc/ohmstead/{station}.password\".")
        case (_?, _?):
            findings.error(
                place("password_credential"), "The password of \(name.rawValue.quoted) must be given in one way.",
                "Remove password_file or password_credential.")
        case (let path?, nil): check(passwords: path, isFile: true, told, place("password_file"), &findings)
        case (nil, let credential?):
            check(passwords: credential, isFile: false, told, place("password_credential"), &findings)
        }
        if passwordForm == .hex, version != .ocpp16 {
            findings.error(
                form, "Passwords are text in OCPP \(version.rawValue).",
                "Write password_form = \"text\"; hexadecimal digits are then sent as they stand there.")
        }
    }

    private func check(
        passwords pattern: String, isFile: Bool, _ told: [StationID], _ place: Place, _ findings: inout Findings
    ) {
        // A password that all share is one file, and told once.
        for station in pattern.contains(Self.placeholder) ? told : Array(told.prefix(1)) {
            guard let password = findings.secret(filled(pattern, for: station), isFile: isFile, place),
                passwordForm == .hex
            else { continue }
            let isKey = password.count.isMultiple(of: 2) && password.count <= 40 && password.allSatisfy(\.isHexDigit)
            if !isKey {
                findings.error(
                    place, "The password of \(station.rawValue.quoted) is no AuthorizationKey in hexadecimal digits.",
                    "Put up to 40 digits into the file, two for each byte, or write password_form = \"text\".")
            }
        }
    }

    private func checkCertificate(_ told: [StationID], _ place: (String) -> Place, _ findings: inout Findings) {
        guard let certificateFile, let keyFile else {
            if certificateFile != nil {
                findings.error(
                    place("certificate_file"), "There is no key to this certificate.",
                    "Add key_file = \"/etc/ohmstead/{station}.key\".")
            } else if keyFile != nil {
                findings.error(
                    place("key_file"), "There is no certificate to this key.",
                    "Add certificate_file = \"/etc/ohmstead/{station}.pem\".")
            }
            return
        }
        if let url, url.lowercased().hasPrefix("ws://") {
            return findings.error(
                place("certificate_file"), "A certificate needs TLS, and the URL has none.",
                "Write the URL with wss://, or remove certificate_file and key_file.")
        }
        if told.count > 1, !(certificateFile.contains(Self.placeholder) && keyFile.contains(Self.placeholder)) {
            return findings.error(
                place("certificate_file"), "One certificate is given for \(told.count) stations.",
                "Write {station} where the names of the files differ, or name one station in stations.")
        }
        for station in told {
            let (path, keyPath) = (filled(certificateFile, for: station), filled(keyFile, for: station))
            guard let chain = findings.pem(in: path, place("certificate_file")),
                let key = findings.pem(in: keyPath, place("key_file"))
            else { continue }
            guard (try? Certificate.chain(pem: chain)) != nil else {
                findings.error(
                    place("certificate_file"), "\(path.quoted) holds no certificate in PEM form.",
                    "It has to contain lines from BEGIN CERTIFICATE to END CERTIFICATE.")
                continue
            }
            if !key.contains("PRIVATE KEY") {
                findings.error(
                    place("key_file"), "\(keyPath.quoted) holds no private key in PEM form.",
                    "It has to contain lines from BEGIN PRIVATE KEY to END PRIVATE KEY.")
            }
        }
    }
}
