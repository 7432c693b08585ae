import Charging
import FoundationEssentials
import Stations
import Trust
import WebSocket

extension Configuration {
    /// Who may connect. Passwords are read from their files here, once.
    func stationPolicy(_ profiles: StationProfiles) throws -> StationPolicy {
        var rules: [StationID: StationRule] = [:]
        for station in station {
            rules[station.id] = try station.rule()
        }
        // Nobody else may come by the name of a wallbox that is read by Modbus.
        for wallbox in modbusStation { rules[wallbox.id] = StationRule(isBlocked: true) }
        return StationPolicy(
            stations: rules, unknown: UnknownStations(rawValue: stations.unknown.rawValue) ?? .refuse,
            missingSubprotocol: Stations.MissingSubprotocol(rawValue: stations.missingSubprotocol.rawValue) ?? .refuse,
            mostAccepted: stations.mostAccepted, profiles: profiles)
    }

    /// What is known of models that differ from the standard; nothing where the package's folder is not there.
    func stationProfiles() throws -> StationProfiles {
        let folder = stations.profiles ?? StationsSection.packagedProfiles
        let isThere = FileManager.default.fileExists(atPath: folder)
        if !isThere, folder == StationsSection.packagedProfiles { return StationProfiles() }
        return try StationProfiles(folder: folder)
    }

    /// What is served where. `material` is what each listener proves itself with, `nil` for plain ones.
    func stationServer(
        material: [TLSMaterial?], profiles: StationProfiles
    ) throws -> StationServerConfiguration {
        let all = zip(listeners, material).map {
            $0.configuration(tls: $1, messagesPerSecond: stations.messagesPerSecond)
        }
        var server = StationServerConfiguration(
            listener: all[0], policy: try stationPolicy(profiles),
            settings: OCPPSettings(
                heartbeatInterval: .seconds(stations.heartbeatSeconds),
                answerTimeout: .seconds(stations.answerTimeoutSeconds)))
        server.furtherListeners = Array(all.dropFirst())
        return server
    }

    /// Where the site CA keeps its key.
    var caDirectory: String {
        security.caDirectory
            ?? URL(filePath: storage.path).deletingLastPathComponent().appending(path: "ca").path
    }
}

extension ListenerSection {
    /// A station that was offline for days tells its backlog at once, so a burst is let through.
    fileprivate func configuration(tls: TLSMaterial?, messagesPerSecond: Int) -> ListenerConfiguration {
        let place = HostPort(address) ?? HostPort("127.0.0.1:0")!
        return ListenerConfiguration(
            host: place.host, port: place.port, maxConnections: maxConnections, tls: tls,
            limits: ListenerLimits(
                allowed: networks.compactMap { Network($0) }, connectionsPerAddress: connectionsPerAddress,
                bans: bans ? Bans.Policy() : nil,
                messages: .init(perSecond: Double(messagesPerSecond), burst: 3000)))
    }
}

extension StationSection {
    fileprivate func rule() throws -> StationRule {
        let asksForPassword = (1...2).contains(securityProfile)
        return StationRule(
            securityProfile: securityProfile,
            secret: try passwordFile.flatMap { asksForPassword ? Secret(file: try SecretFile(path: $0).read()) : nil },
            certificateName: certificateName, dialect: dialect?.rawValue, isBlocked: blocked,
            address: address.flatMap { IPAddress($0)?.description })
    }
}
