import Charging
import FoundationEssentials
import Journal
import Logging
import Trust
import Uplinks

extension Configuration {
    /// The ways of stations to their back offices, one for each station of each block.
    func csmsWays(
        control: any StationControl, journal: Journal, time: SiteTime, logger: Logger
    ) throws -> [CSMSWay] {
        let mute = Set(muteStation.map(\.id))
        let meters = siteRules().meterOfStation
        let kept = URL(filePath: storage.path).deletingLastPathComponent().appending(path: "uplinks")
        return try csms.flatMap { section in
            try stations(of: section).map { station in
                CSMSWay(
                    try section.way(of: station, meter: meters[station], keptIn: kept), control: control,
                    journal: journal,
                    standing: {
                        // The position first: what is recorded between the two is told twice rather than never.
                        let through = await journal.lastSeq()
                        let ledger = await journal.site().stations[station] ?? StationLedger()
                        return Standing(ledger, isMute: mute.contains(station), through: through)
                    }, clock: time.network, wallClock: time.wallClock, logger: logger)
            }
        }
    }
}

extension CSMSSection {
    fileprivate func way(
        of station: StationID, meter: MeterID?, keptIn kept: URL
    ) throws -> CSMSWay.Configuration {
        var lane = Lane.Configuration(
            uplink: name, station: station, meter: meter, preset: knownPreset, controls: controls,
            lateRefusal: stopsRefused ? .stop : .goOn)
        lane.tellsHistory = history
        var way = CSMSWay.Configuration(
            lane: lane, identity: identity(of: station),
            address: try CSMSAddress(
                address ?? "", hidesPath: knownPreset.hidesPath,
                token: secret(tokenFile, tokenCredential, station)),
            version: CSMSWay.Version(rawValue: version.rawValue) ?? .ocpp16)
        if let password = secret(passwordFile, passwordCredential, station) {
            way.credentials = .password(password, form: passwordForm == .hex ? .hex : .text)
        }
        way.tls = CSMSTLS(
            roots: caFile, certificate: certificateFile.map { filled($0, for: station) },
            key: keyFile.map { filled($0, for: station) })
        // Beside the data file, for the daemon may not write where the installer does.
        let directory = kept.appending(path: name.rawValue).appending(path: station.rawValue).path
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        way.directory = directory
        way.clientIdentity = certificateFile.flatMap {
            clientIdentity(filled($0, for: station), station, directory)
        }
        return way
    }

    private func clientIdentity(_ path: String, _ station: StationID, _ directory: String) -> ClientIdentity? {
        guard let text = try? BoundedFile(path: path).text(atMost: 1 << 20),
            let subject = (try? Certificate.chain(pem: text))?.first?.subject
        else { return nil }
        return ClientIdentity(
            directory: directory, commonName: subject.commonName ?? identity(of: station),
            organisation: subject.organisation)
    }

    /// What is known of the cloud, with what the installer wants otherwise.
    private var knownPreset: Preset {
        let known = Preset.named(preset.rawValue) ?? .generic
        var preset = version == .ocpp16 ? known : known.whereStationsNameTransactions
        if let valuesEverySeconds {
            preset.idleValues = valuesEverySeconds == 0 ? nil : .seconds(valuesEverySeconds)
        }
        if let anonymousTag { preset.anonymousTag = anonymousTag }
        return preset
    }

    private func secret(_ file: String?, _ credential: String?, _ station: StationID) -> SecretSource? {
        if let file { return .file(path: filled(file, for: station)) }
        return credential.map { .credential(name: filled($0, for: station)) }
    }
}

extension Standing {
    fileprivate init(_ ledger: StationLedger, isMute: Bool, through: Int64) {
        var statuses = ledger.evses.sorted { $0.key < $1.key }.compactMap(\.value.status)
        if isMute {
            // Nobody tells how a mute station stands; its meter shows whether it charges.
            let isCharging = ledger.evses[1]?.running != nil
            statuses = [ConnectorStatus(evse: 1, state: isCharging ? .charging : .available)]
        }
        self.init(boot: ledger.boot, statuses: statuses, through: through)
    }
}
