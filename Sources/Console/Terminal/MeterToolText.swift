import Charging
package import Gateway

/// What the tools for meters found, on a terminal.
package enum MeterToolText {
    package static func look(_ look: MeterLook, for terminal: Terminal) -> [String] {
        var table = Table("REGISTER", .number("VALUE"), "UNIT", "WHAT IT IS", "AS IT CAME")
        for value in look.registers {
            table.add(
                "\(value.register)", "\(value.value)", "\(value.unit)",
                "\(OBIS(value.register).meaning ?? "")", "\(value.raw.count > 24 ? "…" : value.raw)")
        }
        var head = look.meter
        if let number = look.serialNumber { head += ", number \(number)" }
        if let age = look.ageSeconds { head += ", read \(Duration.seconds(age).words) ago" }
        if let time = look.measuredAt { head += ", its own time \(time)" }
        return [head] + table.lines(for: terminal) + look.notices
    }

    package static func ports(_ ports: [SerialPortReport], for terminal: Terminal) -> [String] {
        var table = Table("PORT", "WHAT IT IS", "NAME FOR THE CONFIGURATION")
        for port in ports {
            table.add("\(port.device)", "\(port.description ?? "")", "\(port.lastingName ?? port.device)")
        }
        return table.lines(for: terminal)
    }

    package static func found(_ meters: [FoundMeter], for terminal: Terminal) -> [String] {
        var table = Table("WHERE", .number("UNIT"), "MODEL", "NUMBER", "FIRMWARE", "PROFILE")
        for meter in meters {
            let model = meter.vendorAndModel ?? "unknown"
            table.add(
                "\(meter.address)", "\(meter.unit)",
                Table.Cell(meter.isCertain ? model : "\(model)?", meter.profiles.isEmpty ? .waiting : nil),
                "\(meter.serialNumber ?? "")", "\(meter.firmware ?? "")", "\(meter.profiles.first ?? "")")
        }
        return table.lines(for: terminal)
    }

    /// One line that is written over and over: a bar, and where the scan is.
    package static func progress(_ step: MeterScan.Step, for terminal: Terminal) -> String {
        let width = 24
        let done = step.count == 0 ? width : width * step.number / step.count
        let (full, empty) = terminal.unicode ? ("█", "░") : ("#", "-")
        let bar = String(repeating: full, count: done) + String(repeating: empty, count: width - done)
        let found = step.found == 0 ? "" : ", \(step.found) found"
        return String(
            "\(bar) \(step.number) of \(step.count): \(step.place)\(found)".prefix((terminal.width ?? 100) - 1))
    }
}
