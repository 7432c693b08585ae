import Charging
import Trust
import WebSocket

extension StationSection {
    func check(_ index: Int, _ listeners: [ListenerSection], _ findings: inout Findings) {
        func place(_ key: String) -> Place { Place("station", index, key: key) }
        findings.check(name: id.rawValue, place("id"))
        if let certificateName, certificateName.isEmpty || certificateName.count > 64 {
            findings.error(
                place("certificate_name"), "\(certificateName.quoted) cannot be the name in a certificate.",
                "Write the 1 to 64 characters after CN= in its subject.")
        }
        if let address, IPAddress(address) == nil {
            findings.error(
                place("address"), "\(address.quoted) is no IP address.",
                "Write the address the wallbox comes from, 192.168.1.50 for instance, and see that it keeps it.")
        }
        switch securityProfile {
        case 0:
            guard passwordFile != nil else { return }
            findings.warning(
                place("password_file"), "The password of \(id.rawValue.quoted) is not asked for.",
                "Write security_profile = 1 to ask for it, or remove password_file.")
        case 1, 2:
            if id.rawValue.contains(":") {
                findings.error(
                    place("id"), "\(id.rawValue.quoted) cannot be used with a password, because of the colon.",
                    "Give the wallbox an id without \":\"; in HTTP Basic the colon ends the user name.")
            }
            checkPassword(place("password_file"), &findings)
            checkListeners(listeners, place("security_profile"), &findings)
        case 3:
            checkListeners(listeners, place("security_profile"), &findings)
        default:
            findings.error(
                place("security_profile"), "There is no security profile \(securityProfile).",
                "Write 0 (nothing is asked), 1 (password), 2 (password over TLS) or 3 (client certificate).")
        }
    }

    private func checkPassword(_ place: Place, _ findings: inout Findings) {
        guard let passwordFile else {
            return findings.error(
                place, "Security profile \(securityProfile) needs a password.",
                "Add password_file = \"/etc/ohmstead/\(id.rawValue).password\".")
        }
        guard let password = findings.secret(in: passwordFile, place), PasswordHash(text: password) == nil else {
            return
        }
        if password.hasPrefix("$scrypt$") {
            return findings.error(
                place, "\(passwordFile.quoted) holds a damaged password hash.",
                "Put the password into it, or the whole hash, $scrypt$ln=13,r=8,p=1$… for instance.")
        }
        // OCPP 1.6 security white paper, section 2.3: at least 16 bytes.
        if password.utf8.count < 16 {
            findings.warning(
                place, "The password of \(id.rawValue.quoted) is short.",
                "Use at least 16 characters, and set the same in the wallbox.")
        }
    }

    /// A station that is asked for more than any listener offers can never connect.
    private func checkListeners(_ listeners: [ListenerSection], _ place: Place, _ findings: inout Findings) {
        if securityProfile >= 2, !listeners.contains(where: \.tls) {
            findings.error(
                place, "Security profile \(securityProfile) needs TLS, and no listener speaks it.",
                "Add a block [[listener]] with address = \"0.0.0.0:9443\" and tls = true.")
        } else if securityProfile == 3, !listeners.contains(where: { $0.tls && $0.clientCertificates != .no }) {
            findings.error(
                place, "Security profile 3 needs a client certificate, and no listener asks for one.",
                "Write client_certificates = \"optional\" in the [[listener]] block with TLS.")
        }
    }
}
