import Charging

extension CSMSSection {
    /// Where it is, and the token in its URL, where there is one.
    func checkAddress(_ told: [StationID], _ place: (String) -> Place, _ findings: inout Findings) {
        guard let address else {
            return findings.error(
                place("url"), "The URL of \(name.rawValue.quoted) is missing.",
                "Write url = \"wss://csms.example.org/ocpp\"; the identity of each station is appended.")
        }
        check(address, place("url"), &findings)
        let hasPlace = address.contains(Self.tokenPlaceholder)
        switch (tokenFile, tokenCredential) {
        case (nil, nil) where hasPlace:
            findings.error(
                place("token_file"), "The token in the URL of \(name.rawValue.quoted) is missing.",
                "Put it into a file for each station and write token_file = \"/etc/ohmstead/{station}.token\".")
        case (nil, nil): break
        case (_?, _?):
            findings.error(
                place("token_credential"), "The token of \(name.rawValue.quoted) must be given in one way.",
                "Remove token_file or token_credential.")
        case (_, let pattern?), (let pattern?, _):
            let place = place(tokenFile == nil ? "token_credential" : "token_file")
            guard hasPlace else {
                return findings.error(
                    place, "There is no place for the token in the URL.",
                    "Write {token} where it belongs, \"wss://csms.example.org/cp/{token}\" for instance.")
            }
            check(tokens: pattern, told, place, &findings)
        }
    }

    private func check(_ address: String, _ place: Place, _ findings: inout Findings) {
        if preset == .chargereport, !address.contains(Self.tokenPlaceholder) {
            return findings.error(
                place, "The URL of ChargeReport's gateway holds the token of a wallbox, which is a secret.",
                "Remove url, put the token into a file and write token_file = \"/etc/ohmstead/{station}.token\".")
        }
        if address.contains("?"), !address.contains(Self.tokenPlaceholder) {
            return findings.error(
                place,
                "What follows the ? in a URL is a secret more often than not, and this file is no place for one.",
                "Write {token} in its place, and token_file = \"/etc/ohmstead/{station}.token\".")
        }
        switch CloudURL.problem(address, unencrypted: unencrypted) {
        case .open?:
            findings.error(
                place, "With \(address.quoted) everything would travel unencrypted, passwords too.",
                "Write the URL with wss://, or unencrypted = true where the way there is a VPN or a wire of your own.")
        case .malformed?:
            findings.error(
                place, "\(address.quoted) is no URL of a CSMS.",
                "Write \"wss://csms.example.org/ocpp\"; the identity is appended, or put where {station} stands.")
        case nil:
            guard unencrypted, address.lowercased().hasPrefix("wss://") else { return }
            findings.warning(
                place, "The way to \(address.quoted) is encrypted, so unencrypted has no effect.",
                "Remove unencrypted.")
        }
    }

    private func check(tokens pattern: String, _ told: [StationID], _ place: Place, _ findings: inout Findings) {
        if told.count > 1, !pattern.contains(Self.placeholder) {
            return findings.error(
                place, "One token is given for \(told.count) stations, and a token names one of them.",
                "Write {station} where the names of the files differ, or name one station in stations.")
        }
        for station in told {
            guard let token = findings.secret(filled(pattern, for: station), isFile: tokenFile != nil, place),
                !CloudURL.canBePart(token)
            else { continue }
            findings.error(
                place, "The token of \(station.rawValue.quoted) cannot be part of a URL.",
                "Put only the token into the file, without the URL around it.")
        }
    }
}
