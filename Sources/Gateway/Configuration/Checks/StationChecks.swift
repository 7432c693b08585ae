import Charging
import FoundationEssentials
import StrictTOML
import WebSocket

extension Configuration {
    func checkStations(_ findings: inout Findings) {
        findings.checkUnique(
            station.enumerated().map { ($1.id.rawValue, Place("station", $0, key: "id")) }
                + muteStation.enumerated().map { ($1.id.rawValue, Place("mute_station", $0, key: "id")) }
                + modbusStation.enumerated().map { ($1.id.rawValue, Place("modbus_station", $0, key: "id")) },
            "station")
        findings.checkUnique(
            station.enumerated().compactMap { index, station in
                station.address.map { (IPAddress($0)?.description ?? $0, Place("station", index, key: "address")) }
            }, "station with the address")
        checkStationProfiles(&findings)
        for (index, station) in station.enumerated() {
            station.check(index, listeners, &findings)
        }
    }

    /// A folder that was named must be there; what is wrong in its files is told with their lines.
    private func checkStationProfiles(_ findings: inout Findings) {
        let place = Place("stations", key: "profiles")
        let folder = stations.profiles ?? StationsSection.packagedProfiles
        if folder != StationsSection.packagedProfiles, !FileManager.default.fileExists(atPath: folder) {
            return findings.error(
                place, "There is no folder \(folder.quoted).",
                "Write the folder of the station profiles, or leave the key out for \(StationsSection.packagedProfiles)."
            )
        }
        do {
            _ = try stationProfiles()
        } catch let problem as TOMLProblem {
            findings.add(problem.all.map(Problem.init))
        } catch {
            findings.error(place, "The station profiles cannot be read: \(error).", nil)
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
            + modbusStation.enumerated().map { ($1.id, $1.meter, Place("modbus_station", $0, key: "meter")) }
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
