import Charging
import FoundationEssentials

extension Configuration {
    /// Everything that a decoder cannot see.
    func check(_ findings: inout Findings) {
        site.check(&findings)
        storage.check(&findings)
        checkListeners(&findings)
        checkListenerBlocks(&findings)
        checkStations(&findings)
        checkMuteStations(&findings)
        checkModbusStations(&findings)
        checkMetersOfStations(&findings)
        checkBuses(&findings)
        checkMeters(&findings)
        checkAuthorization(&findings)
        findings.check(sessions.finalAfterSeconds, in: 0...86_400, Place("sessions", key: "final_after_seconds"))
        checkUplinks(&findings)
    }

    /// The ids of all stations, those that cannot talk included.
    var stationNames: [String] {
        station.map(\.id.rawValue) + muteStation.map(\.id.rawValue) + modbusStation.map(\.id.rawValue)
    }

    private func checkListeners(_ findings: inout Findings) {
        let (stationsPlace, consolePlace) = (Place("stations", key: "listen"), Place("console", key: "listen"))
        findings.check(address: stations.listen, stationsPlace)
        findings.check(stations.heartbeatSeconds, in: 10...86_400, Place("stations", key: "heartbeat_seconds"))
        findings.check(stations.mostAccepted, in: 1...10_000, Place("stations", key: "most_accepted"))
        findings.check(
            stations.messagesPerSecond, in: 1...1_000_000, Place("stations", key: "messages_per_second"))
        findings.check(stations.answerTimeoutSeconds, in: 1...300, Place("stations", key: "answer_timeout_seconds"))
        // The path of a Unix socket has 107 bytes on Linux (unix(7)).
        if !(1...107).contains(console.socket.utf8.count) {
            findings.error(
                Place("console", key: "socket"), "The path of the socket is too long or empty.",
                "Write a path of 1 to 107 bytes, \"/run/ohmstead/ohmstead.sock\" for instance.")
        }
        guard let listen = console.listen else { return }
        findings.check(address: listen, consolePlace)
        if let page = HostPort(listen), let boxes = HostPort(stations.listen), page.port != 0, page.port == boxes.port {
            findings.error(
                consolePlace, "The stations listen on port \(page.port) already.", "Give the page another port.")
        }
    }
}

extension SiteSection {
    fileprivate func check(_ findings: inout Findings) {
        if name.isEmpty || name.count > 100 || !name.allSatisfy(\.isPrintable) {
            findings.error(
                Place("site", key: "name"), "\(name.quoted) cannot be the name of a site.",
                "Write 1 to 100 characters, without control characters.")
        }
        guard let timeZone, !Self.isKnown(timeZone) else { return }
        findings.error(
            Place("site", key: "time_zone"), "The time zone \(timeZone.quoted) is not known to this box.",
            "Write an IANA name, \"Europe/Vienna\" for instance; they are the files under /usr/share/zoneinfo, which "
                + "the package tzdata brings.")
    }

    private static func isKnown(_ zone: String) -> Bool {
        let isName = zone.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_+-".contains($0)) }
        guard isName, !zone.hasPrefix("/"),
            let data = try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(zone)"))
        else { return false }
        return data.starts(with: "TZif".utf8)
    }
}

extension StorageSection {
    fileprivate func check(_ findings: inout Findings) {
        let place = Place("storage", key: "path")
        let directory = URL(filePath: path).deletingLastPathComponent().path
        var isDirectory = false
        guard !path.isEmpty, !path.hasSuffix("/") else {
            return findings.error(
                place, "\(path.quoted) is not the path of a file.",
                "Write \"/var/lib/ohmstead/ohmstead.db\" for instance.")
        }
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory else {
            return findings.error(
                place, "The directory \(directory.quoted) does not exist.",
                "Make it: install -d -o ohmstead -g ohmstead \(directory)")
        }
        if !FileManager.default.isWritableFile(atPath: directory) {
            findings.warning(
                place, "The directory \(directory.quoted) cannot be written to by the user who runs this.",
                "If that is the user of the daemon: chown ohmstead: \(directory)")
        }
    }
}
