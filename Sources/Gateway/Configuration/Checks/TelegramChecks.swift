import Charging

// What holds for lines of telegrams and the meters on them.
extension Configuration {
    func checkTelegramMeters(_ findings: inout Findings) {
        var places: [String: MeterID] = [:]
        for (index, meter) in meter.enumerated() {
            guard let bus = bus.first(where: { $0.name == meter.bus }) else { continue }
            func place(_ key: String) -> Place { Place("meter", index, key: key) }
            meter.check(on: bus, place, &findings)
            guard bus.kind != .modbus else { continue }
            let spot = "\(bus.name) \(meter.channel ?? 0) \(meter.number ?? "")"
            if let other = places.updateValue(meter.id, forKey: spot), other != meter.id {
                findings.error(
                    place("bus"),
                    "What the bus \(bus.name.quoted) tells is the meter \(other.rawValue.quoted) already.",
                    bus.kind == .p1
                        ? "Give this one the channel it hangs on, or remove it."
                        : "Give each meter its number, or remove this one.")
            }
        }
    }
}

extension MeterSection {
    fileprivate func check(on bus: BusSection, _ place: (String) -> Place, _ findings: inout Findings) {
        if let channel {
            findings.check(channel, in: 1...4, place("channel"))
            if bus.kind != .p1 { findings.warnUseless("channel", on: bus, place("channel")) }
        }
        if number != nil, !bus.isAsked { findings.warnUseless("number", on: bus, place("number")) }
        if profile != nil, bus.kind != .modbus { findings.warnUseless("profile", on: bus, place("profile")) }
    }
}

extension BusSection {
    func checkKind(_ place: (String) -> Place, _ findings: inout Findings) {
        if pushes, kind != .d0 { findings.warnUseless("pushes", on: self, place("pushes")) }
        guard kind != .modbus else { return }
        for key in modbusKeys { findings.warnUseless(key, on: self, place(key)) }
    }
}

extension Findings {
    fileprivate mutating func warnUseless(_ key: String, on bus: BusSection, _ place: Place) {
        warning(place, "\(key) has no effect on a bus of the protocol \(bus.kind.rawValue.quoted).", "Remove it.")
    }
}
