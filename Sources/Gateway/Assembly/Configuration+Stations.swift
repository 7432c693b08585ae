import Charging
import Stations

extension Configuration {
    /// Who may connect. Passwords are read from their files here, once.
    func stationPolicy() throws -> StationPolicy {
        var credentials: [StationID: Credentials] = [:]
        for station in station {
            credentials[station.id] = try station.credentials()
        }
        return StationPolicy(
            stations: credentials, unknown: UnknownStations(rawValue: stations.unknown.rawValue) ?? .refuse,
            missingSubprotocol: Stations.MissingSubprotocol(rawValue: stations.missingSubprotocol.rawValue) ?? .refuse)
    }
}

extension StationSection {
    fileprivate func credentials() throws -> Stations.Credentials {
        guard securityProfile > 0, let passwordFile else { return .none }
        return .password(Password(try SecretFile(path: passwordFile).read()))
    }
}
