import Charging
import Stations
import WebSocket

extension Configuration {
    /// Who may connect. Passwords are read from their files here, once.
    func stationPolicy() throws -> StationPolicy {
        var credentials: [StationID: Stations.Credentials] = [:]
        for station in station {
            credentials[station.id] = try station.credentials()
        }
        return StationPolicy(
            stations: credentials, unknown: UnknownStations(rawValue: stations.unknown.rawValue) ?? .refuse,
            missingSubprotocol: Stations.MissingSubprotocol(rawValue: stations.missingSubprotocol.rawValue) ?? .refuse)
    }
}

extension Configuration {
    func stationServer(claimed: Set<StationID>) throws -> StationServerConfiguration {
        let address = HostPort(stations.listen) ?? HostPort("127.0.0.1:0")!
        return StationServerConfiguration(
            listener: ListenerConfiguration(host: address.host, port: address.port), policy: try stationPolicy(),
            claimed: claimed,
            settings: OCPPSettings(
                heartbeatInterval: .seconds(stations.heartbeatSeconds),
                answerTimeout: .seconds(stations.answerTimeoutSeconds)))
    }
}

extension StationSection {
    fileprivate func credentials() throws -> Stations.Credentials {
        guard securityProfile > 0, let passwordFile else { return .none }
        return .password(Password(try SecretFile(path: passwordFile).read()))
    }
}
