import Charging

extension Configuration {
    func checkStations(_ findings: inout Findings) {
        findings.checkUnique(
            station.enumerated().map { ($1.id.rawValue, Place("station", $0, key: "id")) }
                + muteStation.enumerated().map { ($1.id.rawValue, Place("mute_station", $0, key: "id")) },
            "station")
        for (index, station) in station.enumerated() {
            station.check(index, &findings)
        }
    }

    func checkMuteStations(_ findings: inout Findings) {
        for (index, station) in muteStation.enumerated() {
            func place(_ key: String) -> Place { Place("mute_station", index, key: key) }
            findings.check(name: station.id.rawValue, place("id"))
            findings.check(station.startAboveWatts, in: 1...1_000_000, place("start_above_watts"))
            findings.check(station.stopBelowWatts, in: 0...1_000_000, place("stop_below_watts"))
            findings.check(station.startAfterSeconds, in: 0...3600, place("start_after_seconds"))
            findings.check(station.stopAfterSeconds, in: 0...86_400, place("stop_after_seconds"))
            if station.stopBelowWatts >= station.startAboveWatts {
                findings.error(
                    place("stop_below_watts"),
                    "Charging would be over (below \(station.stopBelowWatts) W) before it begins "
                        + "(above \(station.startAboveWatts) W).",
                    "Write a smaller stop_below_watts or a larger start_above_watts.")
            }
        }
    }

    /// A meter counts the energy of one station, or the same energy would be billed twice.
    func checkMetersOfStations(_ findings: inout Findings) {
        let uses =
            station.enumerated().map { ($1.id, $1.meter, Place("station", $0, key: "meter")) }
            + muteStation.enumerated().map { ($1.id, $1.meter, Place("mute_station", $0, key: "meter")) }
        var first: [MeterID: StationID] = [:]
        for (station, meter, place) in uses {
            guard let meter else { continue }
            findings.check(reference: meter.rawValue, among: self.meter.map(\.id.rawValue), "meter", place)
            if let other = first.updateValue(first[meter] ?? station, forKey: meter) {
                findings.error(
                    place, "The meter \(meter.rawValue.quoted) counts for \(other.rawValue.quoted) already.",
                    "Name the meter that measures \(station.rawValue.quoted) alone.")
            }
        }
    }
}

extension StationSection {
    fileprivate func check(_ index: Int, _ findings: inout Findings) {
        func place(_ key: String) -> Place { Place("station", index, key: key) }
        findings.check(name: id.rawValue, place("id"))
        switch securityProfile {
        case 0:
            guard passwordFile != nil else { return }
            findings.warning(
                place("password_file"), "The password of \(id.rawValue.quoted) is not asked for.",
                "Write security_profile = 1 to ask for it, or remove password_file.")
        case 1:
            if id.rawValue.contains(":") {
                findings.error(
                    place("id"), "\(id.rawValue.quoted) cannot be used with a password, because of the colon.",
                    "Give the wallbox an id without \":\"; in HTTP Basic the colon ends the user name.")
            }
            checkPassword(place("password_file"), &findings)
        default:
            findings.error(
                place("security_profile"), "Security profile \(securityProfile) is not supported.", "Write 0 or 1.")
        }
    }

    private func checkPassword(_ place: Place, _ findings: inout Findings) {
        guard let passwordFile else {
            return findings.error(
                place, "Security profile 1 needs a password.",
                "Add password_file = \"/etc/ohmstead/\(id.rawValue).password\".")
        }
        guard let password = findings.secret(in: passwordFile, place) else { return }
        // OCPP 1.6 security white paper, section 2.3: at least 16 bytes.
        if password.utf8.count < 16 {
            findings.warning(
                place, "The password of \(id.rawValue.quoted) is short.",
                "Use at least 16 characters, and set the same in the wallbox.")
        }
    }
}
