import Charging

extension Configuration {
    func checkChargeReport(_ findings: inout Findings) {
        findings.checkUnique(
            chargereport.enumerated().map { ($1.name.rawValue, Place("chargereport", $0, key: "name")) }, "uplink")
        var reported: [Destination: UplinkName] = [:]
        for (index, uplink) in chargereport.enumerated() {
            uplink.check(index, &findings)
            for id in uplink.stations ?? [] {
                findings.check(
                    reference: id.rawValue, among: stationNames, "station",
                    Place("chargereport", index, key: "stations"))
            }
            guard let key = uplink.keyIdentity else { continue }
            for station in uplink.stations?.map(\.rawValue) ?? stationNames {
                let destination = Destination(url: uplink.normalizedURL, key: key, station: station)
                guard let other = reported.updateValue(uplink.name, forKey: destination), other != uplink.name else {
                    continue
                }
                findings.error(
                    Place("chargereport", index, key: "stations"),
                    "\(station.quoted) is reported with this key by \(other.rawValue.quoted) already, so each session "
                        + "would arrive twice.",
                    "List different stations in the two blocks, or use another key.")
            }
        }
    }

    private struct Destination: Hashable {
        var url: String
        var key: String
        var station: String
    }
}

extension ChargeReportSection {
    fileprivate func check(_ index: Int, _ findings: inout Findings) {
        func place(_ key: String) -> Place { Place("chargereport", index, key: key) }
        findings.check(name: name.rawValue, place("name"))
        findings.check(smallestWattHours, in: 0...100_000, place("smallest_watt_hours"))
        findings.check(sendAfterSeconds, in: 1...86_400, place("send_after_seconds"))
        checkURL(place("url"), &findings)
        if let stations, stations.isEmpty {
            findings.warning(
                place("stations"), "No station is reported.", "Name some, or remove the key to report all of them.")
        }
        switch (keyFile, keyCredential) {
        case (nil, nil), (.some, .some):
            findings.error(
                place("key_file"), "The API key of \(name.rawValue.quoted) must be given in one way.",
                "Write either key_file = \"/etc/ohmstead/chargereport.key\" or key_credential = \"chargereport\".")
        case (.some(let path), nil):
            _ = findings.secret(in: path, place("key_file"))
        case (nil, .some(let credential)):
            checkCredential(credential, place("key_credential"), &findings)
        }
    }

    private func checkURL(_ place: Place, _ findings: inout Findings) {
        let rest = url.split(separator: "://", maxSplits: 1).dropFirst().first ?? ""
        let authority = String(rest.prefix { $0 != "/" })
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !authority.isEmpty, !authority.contains("@"),
            !url.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" })
        else {
            return findings.error(place, "\(url.quoted) is no URL of a service.", "Write \"https://chargereport.app\".")
        }
        let isLoopback = HostPort(authority)?.isLoopback ?? HostPort(authority + ":80")?.isLoopback ?? false
        if url.hasPrefix("http://"), !isLoopback {
            findings.error(
                place, "With \(url.quoted) the key would travel unencrypted.", "Write the URL with https://.")
        }
    }

    private func checkCredential(_ credential: String, _ place: Place, _ findings: inout Findings) {
        guard let directory = Credentials.directory else {
            return findings.warning(
                place, "Credentials are only there when systemd starts the daemon, so this one was not looked at.",
                "See LoadCredential= in ohmstead.service.")
        }
        guard !credential.contains("/") else {
            return findings.error(
                place, "\(credential.quoted) cannot be the name of a credential.", "Remove the \"/\".")
        }
        _ = findings.secret(in: "\(directory)/\(credential)", place)
    }

    /// Tells two keys apart: by what they are, or by where they are from when they cannot be read here.
    fileprivate var keyIdentity: String? {
        guard let path = keyPath else { return keyFile ?? keyCredential }
        return (try? SecretFile(path: path).read()) ?? path
    }

    fileprivate var normalizedURL: String {
        let lower = url.lowercased()
        return lower.hasSuffix("/") ? String(lower.dropLast()) : lower
    }
}
