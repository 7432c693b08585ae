import Charging

extension Configuration {
    func checkWebhooks(_ findings: inout Findings) {
        var reported: [String: UplinkName] = [:]
        for (index, uplink) in webhook.enumerated() {
            func place(_ key: String) -> Place { Place("webhook", index, key: key) }
            findings.check(name: uplink.name.rawValue, place("name"))
            findings.check(url: uplink.url, example: "https://example.org/charging", place("url"))
            findings.check(uplink.sendAfterSeconds, in: 0...86_400, place("send_after_seconds"))
            findings.checkSecret(
                "secret", of: uplink.name.rawValue, file: (uplink.secretFile, place("secret_file")),
                credential: (uplink.secretCredential, place("secret_credential")))
            for id in uplink.stations ?? [] {
                findings.check(reference: id.rawValue, among: stationNames, "station", place("stations"))
            }
            for station in uplink.stations?.map(\.rawValue) ?? stationNames {
                guard let other = reported.updateValue(uplink.name, forKey: "\(uplink.url) \(station)"),
                    other != uplink.name
                else { continue }
                findings.error(
                    place("stations"),
                    "\(station.quoted) is sent to this URL by \(other.rawValue.quoted) already, so each session would "
                        + "arrive twice.", "List different stations in the two blocks, or use another URL.")
            }
        }
    }
}
