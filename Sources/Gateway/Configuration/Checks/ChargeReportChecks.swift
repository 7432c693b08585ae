import Charging

extension Configuration {
    func checkChargeReport(_ findings: inout Findings) {
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
        findings.check(url: url, example: "https://chargereport.app", place("url"))
        if let stations, stations.isEmpty {
            findings.warning(
                place("stations"), "No station is reported.", "Name some, or remove the key to report all of them.")
        }
        findings.checkSecret(
            "API key", of: name.rawValue, file: (keyFile, place("key_file")),
            credential: (keyCredential, place("key_credential")))
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
