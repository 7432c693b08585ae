package import Charging

extension Configuration {
    func checkAuthorization(_ findings: inout Findings) {
        authorization.check(&findings)
        checkAsking(&findings)
        if authorization.accept == .everyone, !authorization.tags.isEmpty, station.allSatisfy({ $0.accept == nil }) {
            findings.warning(
                Place("authorization", key: "tags"), "Everyone may charge, so the list of tags has no effect.",
                "Write accept = \"listed\" to let only these charge.")
        }
        for (index, station) in station.enumerated() where station.whenOffline != nil {
            guard (station.accept ?? authorization.accept) != .authorized else { continue }
            findings.warning(
                Place("station", index, key: "when_offline"),
                "No cloud is asked at \(station.id.rawValue.quoted), so when_offline has no effect.",
                "Write accept = \"authorized\" for it, or remove when_offline.")
        }
        if authorization.whenOffline != .knownOnly, !acceptances.contains(where: { $0.written == .authorized }) {
            findings.warning(
                Place("authorization", key: "when_offline"), "No cloud is asked, so when_offline has no effect.",
                "Write accept = \"authorized\" to let a cloud decide.")
        }
    }

    /// That there is a cloud to be asked where one is to be asked, and that one that could be is.
    private func checkAsking(_ findings: inout Findings) {
        let deciders = deciders
        for acceptance in acceptances {
            let station = acceptance.station.rawValue.quoted
            switch (acceptance.written, deciders[acceptance.station]) {
            case (.authorized, nil):
                findings.warning(
                    acceptance.place,
                    "No cloud decides about tags at \(station), so \"authorized\" lets only listed ones "
                        + "charge there.",
                    "Write controls = true in the [[csms]] block of the cloud that decides, or accept = \"listed\".")
            case (nil, let name?):
                findings.warning(
                    acceptance.place,
                    "\(name.rawValue.quoted) controls \(station) and is not asked who may charge "
                        + "there: everyone may.",
                    "Write accept = \"authorized\" in [authorization] to ask it, or \"everyone\" if this is meant.")
            default: break
            }
        }
    }

    private struct Acceptance {
        var station: StationID
        /// `nil` where nobody wrote anything.
        var written: AuthorizationPolicy.WhoCharges?
        var place: Place
    }

    /// Who may charge at the stations that can be asked for a tag, and where that is written.
    private var acceptances: [Acceptance] {
        let own =
            station.enumerated().map { ($1.id, $1.accept, Place("station", $0, key: "accept")) }
            + modbusStation.enumerated().map { ($1.id, $1.accept, Place("modbus_station", $0, key: "accept")) }
        return own.map { station, accept, place in
            Acceptance(
                station: station, written: accept ?? authorization.writtenAccept,
                place: accept == nil ? Place("authorization", key: "accept") : place)
        }
    }

    /// The clouds that decide about tags, by station.
    package var deciders: [StationID: UplinkName] {
        var deciders: [StationID: UplinkName] = [:]
        for section in csms where section.controls {
            for station in stations(of: section) { deciders[station] = section.name }
        }
        return deciders
    }
}

extension AuthorizationSection {
    fileprivate func check(_ findings: inout Findings) {
        let place = Place("authorization", key: "tags")
        for tag in tags where Tag(tag) == nil || !tag.allSatisfy(\.isPrintable) {
            findings.error(
                place, "\(tag.quoted) cannot be a tag.",
                "A tag has 1 to \(Tag.longest) characters (OCPP 2.0.1, IdTokenType); those of OCPP 1.6 have at most 20."
            )
        }
        if let masterGroup, Tag(masterGroup) == nil {
            findings.error(
                Place("authorization", key: "master_group"), "\(masterGroup.quoted) cannot be a group.",
                "A group has 1 to \(Tag.longest) characters, as the tags have.")
        }
        findings.check(cacheDays, in: 1...3650, Place("authorization", key: "cache_days"))
        if accept == .listed, tags.isEmpty {
            findings.warning(
                Place("authorization", key: "accept"), "Only listed tags may charge, and none is listed here.",
                "List them with ohmstead tags add, add them to tags, or write accept = \"everyone\".")
        }
    }
}
