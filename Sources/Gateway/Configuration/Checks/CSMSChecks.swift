import Charging

extension Configuration {
    func checkCSMS(_ findings: inout Findings) {
        for (index, section) in csms.enumerated() {
            for id in section.stations ?? [] {
                findings.check(
                    reference: id.rawValue, among: stationNames, "station", Place("csms", index, key: "stations"))
            }
            section.check(index, stations(of: section), &findings)
        }
        checkControls(&findings)
        checkDestinations(&findings)
    }

    /// The stations of the file that a block is about.
    func stations(of section: CSMSSection) -> [StationID] {
        let all = stationNames.map(StationID.init(rawValue:))
        guard let named = section.stations else { return all }
        return named.filter(all.contains)
    }

    /// Who may command a station: one, or two clouds would work against each other.
    private func checkControls(_ findings: inout Findings) {
        var first: [StationID: UplinkName] = [:]
        for (index, section) in csms.enumerated() where section.controls {
            for station in stations(of: section) {
                guard let other = first.updateValue(section.name, forKey: station), other != section.name else {
                    continue
                }
                findings.error(
                    Place("csms", index, key: "controls"),
                    "\(station.rawValue.quoted) is controlled by \(other.rawValue.quoted) already.",
                    "Remove controls in one of the two blocks; that cloud is still told everything.")
            }
        }
    }
}

extension CSMSSection {
    fileprivate func check(_ index: Int, _ told: [StationID], _ findings: inout Findings) {
        func place(_ key: String) -> Place { Place("csms", index, key: key) }
        findings.check(name: name.rawValue, place("name"))
        if let stations, stations.isEmpty {
            findings.warning(
                place("stations"), "No station is told.", "Name some, or remove the key to tell all of them.")
        }
        checkPreset(place, &findings)
        checkIdentities(told, place, &findings)
        checkAddress(told, place, &findings)
        checkProof(told, place, &findings)
        findings.check(valuesEverySeconds ?? 0, in: 0...86_400, place("values_every_seconds"))
        if let anonymousTag { check(anonymousTag, place("anonymous_tag"), &findings) }
        if lateRefusal == .stop, !controls {
            findings.error(
                place("late_refusal"), "Only the cloud that controls a station stops what it refuses.",
                "Write controls = true, or remove late_refusal.")
        }
    }

    /// OCPP 1.6, section 7.28, and OCPP 2.0.1, IdTokenType.
    private func check(_ tag: String, _ place: Place, _ findings: inout Findings) {
        let longest = version == .ocpp16 ? 20 : Tag.longest
        guard !(1...longest).contains(tag.utf8.count) || !tag.allSatisfy(\.isPrintable) else { return }
        findings.error(
            place, "\(tag.quoted) cannot be a tag in OCPP \(version.rawValue).",
            "Write 1 to \(longest) characters, \"ANONYMOUS\" for instance.")
    }

    /// What cannot be had of a kind of cloud.
    private func checkPreset(_ place: (String) -> Place, _ findings: inout Findings) {
        if version != .ocpp16, let words = preset.onlySpeaks16 {
            findings.error(
                place("version"), "\(words) speaks OCPP 1.6 only.",
                "Write version = \"1.6\", or preset = \"generic\" if that has changed since.")
        }
        if preset == .chargereport, controls {
            findings.error(
                place("controls"), "ChargeReport's gateway commands nothing and decides about no tags.",
                "Remove controls.")
        }
    }

    /// The names of the stations there. In HTTP Basic a colon ends the user name.
    private func checkIdentities(_ told: [StationID], _ place: (String) -> Place, _ findings: inout Findings) {
        for station in identities.keys.sorted() where !told.contains(station) {
            findings.error(
                place("identities"), "\(station.rawValue.quoted) has an identity here and is no station of this block.",
                "Write the ids of stations on the left, as they stand in this file: identities = { CP1 = \"…\" }.")
        }
        for station in told {
            let identity = identity(of: station)
            let place = identities[station] == nil ? place("stations") : place("identities")
            if identity.isEmpty || identity.utf8.count > 64 || !identity.allSatisfy(\.isPrintable) {
                findings.error(
                    place, "\(identity.quoted) cannot be the identity of a station.", "Write 1 to 64 characters.")
            } else if identity.contains(":"), passwordFile ?? passwordCredential != nil {
                findings.error(
                    place, "\(identity.quoted) cannot be used with a password, because of the colon.",
                    "Give the station another name there: identities = { \"\(station.rawValue)\" = \"…\" }.")
            } else if preset == .joulo,
                !identity.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) })
            {
                findings.error(
                    place, "\(identity.quoted) cannot be an identity at Joulo, which takes letters, digits, _ and -.",
                    "Write the identity Joulo shows: identities = { \"\(station.rawValue)\" = \"…\" }.")
            }
        }
    }
}

extension CSMSSection.Kind {
    /// The clouds with one version, as the subject of a sentence.
    fileprivate var onlySpeaks16: String? {
        switch self {
        case .generic, .citrineos: nil
        case .chargereport: "ChargeReport's gateway"
        case .joulo: "Joulo"
        case .steve: "SteVe"
        }
    }
}
