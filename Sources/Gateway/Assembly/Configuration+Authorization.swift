package import Charging
import Journal
import Uplinks

extension Configuration {
    /// Who may charge, at the site and where a station differs.
    package var authorizationPolicies: AuthorizationPolicies {
        let site = AuthorizationPolicy(
            whoCharges: authorization.accept, whenOffline: authorization.whenOffline,
            cacheLifetime: .hours(24 * authorization.cacheDays),
            oneTransactionPerTag: authorization.oneTransactionPerTag,
            masterGroup: authorization.masterGroup.flatMap { Tag($0) })
        var policies = AuthorizationPolicies(site: site)
        for station in station where station.accept != nil || station.whenOffline != nil {
            policies.stations[station.id] = site
            policies.stations[station.id]?.whoCharges = station.accept ?? site.whoCharges
            policies.stations[station.id]?.whenOffline = station.whenOffline ?? site.whenOffline
        }
        for station in modbusStation {
            guard let accept = station.accept else { continue }
            policies.stations[station.id] = site
            policies.stations[station.id]?.whoCharges = accept
        }
        return policies
    }

    /// The tags of the file, as a list that stands beside the one people keep while the daemon runs.
    package var fileList: LocalList {
        let tags = Set(authorization.tags.compactMap { Tag($0) })
        var list = LocalList()
        _ = list.apply(LocalListUpdate(version: 1, kind: .full, changes: tags.map { .init(TagRecord(tag: $0)) }))
        return list
    }

    /// Whoever decides about tags at this site.
    func authorizer(
        _ journal: Journal, clouds: ControllingClouds, clock: any Clock<Duration>, wallClock: any WallClock
    ) -> SiteAuthorizer {
        SiteAuthorizer(
            policies: authorizationPolicies, fileList: fileList, site: { await journal.site() }, recorder: journal,
            cloud: csms.contains(where: \.controls) ? clouds : nil, clock: clock, wallClock: wallClock)
    }

    /// The ways by which the clouds that decide about tags are asked, by station.
    func deciding(_ lanes: [Lane]) -> [StationID: Lane] {
        deciders.reduce(into: [:]) { deciding, decider in
            let name = UplinkName("\(decider.value)/\(decider.key)")
            deciding[decider.key] = lanes.first { $0.name == name }
        }
    }
}
