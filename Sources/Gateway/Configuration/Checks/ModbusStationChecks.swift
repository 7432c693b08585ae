import Charging
import FoundationEssentials
import Stations
import StrictTOML

extension Configuration {
    func checkModbusStations(_ findings: inout Findings) {
        // Meters and wallboxes may share a line, but not an address on it.
        var units = Dictionary(meter.map { ("\($0.unit) \($0.bus)", $0.id.rawValue) }) { first, _ in first }
        for (index, station) in modbusStation.enumerated() {
            func place(_ key: String) -> Place { Place("modbus_station", index, key: key) }
            findings.check(name: station.id.rawValue, place("id"))
            findings.check(reference: station.bus, among: bus.map(\.name), "bus", place("bus"))
            findings.check(station.intervalSeconds, in: 1...60, place("interval_seconds"))
            if let most = station.maxAmperes { findings.check(most, in: 6...63, place("max_amperes")) }
            findings.check(station.unit, in: bus.first { $0.name == station.bus }?.units ?? 0...255, place("unit"))
            for unit in unitsTaken(by: station) {
                guard let other = units.updateValue(station.id.rawValue, forKey: "\(unit) \(station.bus)") else {
                    continue
                }
                findings.error(
                    place("unit"),
                    "Unit \(unit) on the bus \(station.bus.quoted) is \(other.quoted) already.",
                    "Give each device on a bus a unit of its own, here and in the device.")
            }
            checkWallboxProfile(station.profile, place("profile"), &findings)
            checkEVSEs(of: station, place("evses"), &findings)
        }
        checkWallboxProfileFiles(&findings)
    }

    /// Some wallboxes have a unit of its own for each EVSE.
    private func unitsTaken(by station: ModbusStationSection) -> [Int] {
        let step = Int(loaded(station.profile)?.evses?.unitStep ?? 0)
        let evses = step == 0 ? 1 : min(max(station.evses, 1), loaded(station.profile)?.mostEVSEs ?? 1)
        return (0..<evses).map { station.unit + $0 * step }
    }

    private func checkEVSEs(of station: ModbusStationSection, _ place: Place, _ findings: inout Findings) {
        guard let most = loaded(station.profile)?.mostEVSEs, !(1...most).contains(station.evses) else { return }
        findings.error(
            place, "A wallbox with the profile \(station.profile.quoted) has no \(station.evses) EVSEs.",
            most == 1 ? "It has one: leave evses out." : "Write a number from 1 to \(most).")
    }

    private func loaded(_ profile: String) -> WallboxProfile? {
        profile.contains("/") ? nil : try? WallboxProfile(path: wallboxProfilePath(profile))
    }

    /// The file of a wallbox's profile.
    func wallboxProfilePath(_ profile: String) -> String { "\(stations.wallboxProfiles)/\(profile).toml" }

    /// What is wrong inside the profiles, once for each however many wallboxes use it.
    private func checkWallboxProfileFiles(_ findings: inout Findings) {
        for profile in Set(modbusStation.map(\.profile)).sorted() {
            let path = wallboxProfilePath(profile)
            guard !profile.contains("/"), FileManager.default.fileExists(atPath: path) else { continue }
            do {
                _ = try WallboxProfile(path: path)
            } catch {
                findings.add(error.all.map(Problem.init))
            }
        }
    }

    private func checkWallboxProfile(_ profile: String, _ place: Place, _ findings: inout Findings) {
        let path = wallboxProfilePath(profile)
        guard profile.contains("/") || !FileManager.default.fileExists(atPath: path) else { return }
        let folder = stations.wallboxProfiles
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let known = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
        let hint =
            if let nearest = Suggestion.nearest(to: profile, among: known) {
                "Did you mean \(nearest.quoted)?"
            } else if known.isEmpty {
                "There are no profiles in \(folder.quoted): see wallbox_profiles in [stations]."
            } else {
                "Write one of \(known.map(\.quoted).joined(separator: ", "))."
            }
        findings.error(place, "There is no profile \(profile.quoted) in \(folder.quoted).", hint)
    }
}
