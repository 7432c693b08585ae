package import Charging

extension Configuration {
    /// What the rules of charging need to know. The meters' profiles tell where a register starts again at 0.
    package func siteRules(registerModulus: [MeterID: ExactDecimal] = [:]) -> SiteRules {
        let talking = station.compactMap { station in station.meter.map { (station.id, $0) } }
        let read = modbusStation.compactMap { station in station.meter.map { (station.id, $0) } }
        return SiteRules(
            meterOfStation: Dictionary(talking + read + muteStation.map { ($0.id, $0.meter) }) { first, _ in first },
            mute: Dictionary(muteStation.map { ($0.id, $0.rules) }) { first, _ in first },
            finalAfter: .seconds(sessions.finalAfterSeconds),
            registerModulus: registerModulus,
            meterInterval: Dictionary(meter.map { ($0.id, .seconds(interval(of: $0))) }) { first, _ in first },
            mostWatts: Dictionary(
                meter.compactMap { meter in meter.mostKilowatts.map { (meter.id, Int64($0) * 1000) } }
            ) { first, _ in first })
    }
}

extension MuteStationSection {
    var rules: MuteRules {
        MuteRules(
            startAbove: Int64(startAboveWatts), startAfter: .seconds(startAfterSeconds),
            stopBelow: Int64(stopBelowWatts), stopAfter: .seconds(stopAfterSeconds))
    }
}
