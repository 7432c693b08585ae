import Charging

// That nothing arrives twice, whichever ways lead there.
extension Configuration {
    /// What a station is told to, for comparison.
    fileprivate enum Destination: Hashable {
        /// ChargeReport's push API. Its OCPP gateway is the same service.
        case push(StationID)
        /// A URL without the identity, and the station it is told about.
        case service(String, StationID)
        /// What is dialled, by one station.
        case dialled(String)
    }

    func checkDestinations(_ findings: inout Findings) {
        var first: [Destination: (uplink: UplinkName, station: StationID)] = [:]
        for section in chargereport {
            for station in section.stations ?? stationNames.map(StationID.init(rawValue:)) {
                first[.push(station)] = (section.name, station)
            }
        }
        for (index, section) in csms.enumerated() {
            for station in stations(of: section) {
                check(station, of: section, index, &first, &findings)
            }
        }
    }

    /// At most one problem a station, the plainest.
    private func check(
        _ station: StationID, of section: CSMSSection, _ index: Int,
        _ first: inout [Destination: (uplink: UplinkName, station: StationID)], _ findings: inout Findings
    ) {
        let place = Place("csms", index, key: "stations")
        let destinations = section.destinations(of: station)
        var clash: (Destination, (uplink: UplinkName, station: StationID))?
        for destination in destinations {
            if let other = first[destination] {
                clash = clash ?? (destination, other)
            } else if case .push = destination {
                // Two tokens may be of two accounts, as two keys may.
            } else {
                first[destination] = (section.name, station)
            }
        }
        switch clash {
        case nil: return
        case (.push, let other)?:
            findings.error(
                place,
                "\(station.rawValue.quoted) is reported to ChargeReport by \(other.uplink.rawValue.quoted) already, so "
                    + "each session would arrive twice.",
                "List different stations in the two blocks.")
        case (_, let other)? where other.station == station:
            findings.error(
                place,
                "\(station.rawValue.quoted) is told to this URL by \(other.uplink.rawValue.quoted) already, so each "
                    + "session would arrive twice.",
                "List different stations in the two blocks, or use another URL.")
        case (_, let other)?:
            findings.error(
                place,
                "\(station.rawValue.quoted) would come there as \(other.station.rawValue.quoted) does in "
                    + "\(other.uplink.rawValue.quoted), and they would be taken for one station.",
                "Give each station a URL or an identity of its own.")
        }
    }
}

extension CSMSSection {
    fileprivate func destinations(of station: StationID) -> [Configuration.Destination] {
        guard let address else { return [] }
        let host = CloudURL.host(of: address)?.host ?? ""
        let isChargeReport =
            preset == .chargereport || host == "chargereport.app" || host.hasSuffix(".chargereport.app")
        // A token that cannot be read here is told apart by where it is from.
        let path = tokenPath(of: station) ?? tokenCredential.map { filled($0, for: station) } ?? ""
        let token = (try? SecretFile(path: path).read()) ?? path
        func dialled(by name: String) -> String { CloudURL.destination(address, identity: name, token: token) }
        return (isChargeReport ? [.push(station)] : [])
            + [.service(dialled(by: "*"), station), .dialled(dialled(by: identity(of: station)))]
    }
}
