import Charging

extension Configuration {
    func checkAuthorization(_ findings: inout Findings) {
        authorization.check(&findings)
        let asking =
            (authorization.accept == .authorized ? [Place("authorization", key: "accept")] : [])
            + station.enumerated().filter { $1.accept == .authorized }.map {
                Place("station", $0.offset, key: "accept")
            }
        for place in asking {
            findings.warning(
                place, "No cloud of this version decides about tags, so \"authorized\" lets only listed ones charge.",
                "Write accept = \"listed\" until one does.")
        }
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
        if authorization.whenOffline != .knownOnly, asking.isEmpty {
            findings.warning(
                Place("authorization", key: "when_offline"), "No cloud is asked, so when_offline has no effect.",
                "Write accept = \"authorized\" to let a cloud decide.")
        }
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
