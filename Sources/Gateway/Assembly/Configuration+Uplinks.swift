import Charging
import Logging
import Uplinks

extension Configuration {
    /// The clouds the journal is delivered to.
    func uplinks(wallClock: any WallClock, logger: Logger) throws -> [any Uplink] {
        let zone = try SiteTimeZone(name: site.timeZone)
        let reports = try chargereport.map { section in
            let configuration = ChargeReport.Configuration(
                name: section.name, endpoint: try ChargeReportEndpoint(base: section.url), key: section.keySource,
                rules: SealingRules(
                    stations: section.stations.map(Set.init),
                    smallest: Energy(wattHours: Int64(section.smallestWattHours)), zone: zone))
            return ChargeReport(
                configuration: configuration, pace: Pace(linger: .seconds(section.sendAfterSeconds)),
                wallClock: wallClock, logger: logger)
        }
        let hooks = webhook.map { section in
            Webhook(
                configuration: Webhook.Configuration(
                    name: section.name, url: section.url, secret: section.secretSource,
                    sendsReadings: section.readings, stations: section.stations.map(Set.init)),
                pace: Pace(linger: .seconds(section.sendAfterSeconds)), wallClock: wallClock)
        }
        return reports + hooks
    }
}

extension WebhookSection {
    fileprivate var secretSource: SecretSource {
        if let secretFile { return .file(path: secretFile) }
        return .credential(name: secretCredential ?? name.rawValue)
    }
}

extension ChargeReportSection {
    fileprivate var keySource: SecretSource {
        if let keyFile { return .file(path: keyFile) }
        return .credential(name: keyCredential ?? name.rawValue)
    }
}
