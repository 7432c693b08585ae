import Charging
import Stations
import Trust

extension Configuration {
    /// The stations' server with everything that decides who may connect to it.
    func stations(
        _ environment: StationEnvironment, site: Site, health: Health, bindings: Bindings
    ) throws -> (StationServer, SecurityDesk) {
        let authority = SiteAuthority(
            directory: caDirectory, site: self.site.name, names: security.names.compactMap { ServerName($0) },
            wallClock: environment.wallClock)
        let book = CredentialBook(site.settled, recorder: environment.recorder)
        let certificates = try ListenerCertificates(
            listeners, authority: authority, health: health, logger: environment.logger,
            isRevoked: { book.isRevoked($0) })
        let server = try stationServer(material: certificates.material, profiles: environment.profiles)
        let admissions = Admissions(
            policy: server.policy, claimed: site.claimed, boots: site.stations.compactMapValues(\.boot), book: book,
            health: health, environment: environment)
        var environment = environment
        environment.signer = SiteSigner(
            authority: authority, admissions: admissions, days: security.certificateDays,
            wallClock: environment.wallClock, logger: environment.logger)
        let stations = StationServer(
            configuration: server, environment: environment, admissions: admissions,
            didBind: { bindings.boundStations($0) }, didBindFurther: { bindings.boundFurtherStations($0, $1) })
        let desk = SecurityDesk(
            admissions: admissions, registry: stations.registry, dispatcher: stations.registry, authority: authority,
            listeners: certificates, recorder: environment.recorder, wallClock: environment.wallClock,
            secureURL: { secureURL(bindings.ports) })
        return (stations, desk)
    }

    /// Where a station finds the first listener with TLS, if the configuration names the box.
    private func secureURL(_ ports: Bindings.Ports) -> String? {
        let all = [ports.stations] + (ports.furtherStations ?? [])
        guard let name = security.names.first, let index = listeners.firstIndex(where: \.tls),
            let port = all[index] ?? HostPort(listeners[index].address)?.port
        else { return nil }
        return "wss://\(name.contains(":") ? "[\(name)]" : name):\(port)/ocpp"
    }
}
