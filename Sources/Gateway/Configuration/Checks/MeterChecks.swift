import Charging
import FoundationEssentials
import Metering
import StrictTOML

extension Configuration {
    func checkBuses(_ findings: inout Findings) {
        findings.checkUnique(bus.enumerated().map { ($1.name, Place("bus", $0, key: "name")) }, "bus")
        let used = Set(meter.map(\.bus) + modbusStation.map(\.bus))
        var lines: [String: String] = [:]
        for (index, bus) in bus.enumerated() {
            bus.check(index, &findings)
            if !used.contains(bus.name) {
                findings.warning(
                    Place("bus", index), "Nothing hangs on the bus \(bus.name.quoted).",
                    "Add a [[meter]] or a [[modbus_station]] with bus = \(bus.name.quoted), or remove it.")
            }
            guard let line = bus.line, let other = lines.updateValue(bus.name, forKey: line) else {
                continue
            }
            findings.error(
                Place("bus", index, key: bus.device == nil ? "address" : "device"),
                "\((bus.device ?? bus.address ?? line).quoted) is the bus \(other.quoted) already.",
                "Keep one block, and let all its meters name that bus; they may have different units.")
        }
    }

    func checkMeters(_ findings: inout Findings) {
        findings.checkUnique(meter.enumerated().map { ($1.id.rawValue, Place("meter", $0, key: "id")) }, "meter")
        var units: [String: MeterID] = [:]
        checkProfileFiles(&findings)
        checkTelegramMeters(&findings)
        for (index, meter) in meter.enumerated() {
            func place(_ key: String) -> Place { Place("meter", index, key: key) }
            findings.check(name: meter.id.rawValue, place("id"))
            findings.check(reference: meter.bus, among: bus.map(\.name), "bus", place("bus"))
            findings.check(meter.mostKilowatts ?? 1, in: 1...10_000, place("most_kilowatts"))
            let line = bus.first { $0.name == meter.bus }
            if let interval = meter.intervalSeconds {
                findings.check(interval, in: (line?.isAsked == true ? 15 : 1)...3600, place("interval_seconds"))
            }
            guard line?.kind ?? .modbus == .modbus else { continue }
            findings.check(meter.unit, in: line?.units ?? 0...255, place("unit"))
            findings.check(timeout: meter.timeoutMilliseconds, place("timeout_milliseconds"))
            findings.check(retries: meter.retries, place("retries"))
            findings.check(pause: meter.pauseMilliseconds, place("pause_milliseconds"))
            if let other = units.updateValue(meter.id, forKey: "\(meter.unit) \(meter.bus)"), other != meter.id {
                findings.error(
                    place("unit"),
                    "Unit \(meter.unit) on the bus \(meter.bus.quoted) is \(other.rawValue.quoted) already.",
                    "Give each meter on a bus a unit of its own, here and in the meter.")
            }
            guard let profile = meter.profile else {
                findings.error(
                    place("profile"), "The meter \(meter.id.rawValue.quoted) has no profile.",
                    "Write profile = \"eastron-sdm630\", or find it with: ohmstead meters scan")
                continue
            }
            checkProfile(profile, place("profile"), &findings)
        }
    }

    /// The file of a meter's profile.
    package func profilePath(_ profile: String) -> String { "\(meters.profiles)/\(profile).toml" }

    /// What is wrong inside the profiles, once for each however many meters use it.
    private func checkProfileFiles(_ findings: inout Findings) {
        for profile in Set(meter.compactMap(\.profile)).sorted() {
            let path = profilePath(profile)
            guard !profile.contains("/"), FileManager.default.fileExists(atPath: path) else { continue }
            do {
                _ = try MeterProfile(path: path)
            } catch {
                findings.add(error.all.map(Problem.init))
            }
        }
    }

    private func checkProfile(_ profile: String, _ place: Place, _ findings: inout Findings) {
        let path = profilePath(profile)
        guard profile.contains("/") || !FileManager.default.fileExists(atPath: path) else { return }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: meters.profiles)) ?? []
        let known = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()
        let hint =
            if let nearest = Suggestion.nearest(to: profile, among: known) {
                "Did you mean \(nearest.quoted)?"
            } else if known.isEmpty {
                "There are no profiles in \(meters.profiles.quoted): see profiles in [meters]."
            } else {
                "Write one of \(known.map(\.quoted).joined(separator: ", "))."
            }
        findings.error(place, "There is no profile \(profile.quoted) in \(meters.profiles.quoted).", hint)
    }
}

extension BusSection {
    private static let speeds = [300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200]

    fileprivate func check(_ index: Int, _ findings: inout Findings) {
        func place(_ key: String) -> Place { Place("bus", index, key: key) }
        findings.check(name: name, place("name"))
        checkKind(place, &findings)
        findings.check(timeout: timeoutMilliseconds, place("timeout_milliseconds"))
        findings.check(retries: retries, place("retries"))
        findings.check(pause: pauseMilliseconds, place("pause_milliseconds"))
        switch (device, address) {
        case (nil, nil), (.some, .some):
            findings.error(
                place("device"), "The bus \(name.quoted) needs either a device or an address.",
                "Write device = \"/dev/serial/by-id/…\" for a serial line, or address = \"host:502\" for Modbus TCP.")
        case (.some, nil):
            checkSerial(place, &findings)
            for key in networkKeys {
                findings.warning(place(key), "\(key) has no effect on a serial device.", "Remove it.")
            }
        case (nil, .some(let address)):
            findings.check(address: address, place("address"))
            for key in serialKeys {
                findings.warning(place(key), "\(key) has no effect on a bus with an address.", "Remove it.")
            }
        }
    }

    /// What tells two lines apart: the device itself, whatever name it was given.
    fileprivate var line: String? {
        device.map { URL(filePath: $0).resolvingSymlinksInPath().path } ?? address
    }

    private func checkSerial(_ place: (String) -> Place, _ findings: inout Findings) {
        findings.check(stopBits, in: 1...2, place("stop_bits"))
        if !Self.speeds.contains(baud) {
            findings.error(
                place("baud"), "\(baud) is no speed of a serial line.",
                "Write one of \(Self.speeds.map(String.init).joined(separator: ", ")).")
        }
        // An adapter may be unplugged for a while, and the daemon waits for it: no reason not to start.
        if let device, !FileManager.default.fileExists(atPath: device) {
            findings.warning(
                place("device"), "The device \(device.quoted) is not there now.",
                "Plug it in, or write one of those that ls /dev/serial/by-id shows.")
        }
    }
}

extension Findings {
    fileprivate mutating func check(timeout milliseconds: Int?, _ place: Place) {
        if let milliseconds { check(milliseconds, in: 10...10_000, place) }
    }

    fileprivate mutating func check(retries: Int?, _ place: Place) {
        if let retries { check(retries, in: 0...5, place) }
    }

    fileprivate mutating func check(pause milliseconds: Int?, _ place: Place) {
        if let milliseconds { check(milliseconds, in: 0...5000, place) }
    }
}
