import Metering

/// A device that a scan found, and what to write into the configuration to have it read.
package struct FoundMeter: Hashable, Codable, Sendable {
    package var address: String
    package var unit: UInt8
    package var serialNumber: String?
    package var firmware: String?
    /// The names of the profiles that fit, the likeliest first; empty where none does.
    package var profiles: [String]
    /// The first of them is what the device itself says that it is.
    package var isCertain: Bool
    package var vendorAndModel: String?
    /// The lines of `[[bus]]` without its name.
    package var bus: [String]

    init(_ device: Scanner.Device, names: [String]) {
        address = "\(device.address)"
        unit = device.unit
        serialNumber = device.serialNumber
        firmware = device.firmware
        profiles = names
        isCertain = device.candidates.first?.strength == .stated
        vendorAndModel = device.candidates.first.map { "\($0.profile.vendor) \($0.profile.model)" }
        bus = device.address.lines
    }

    /// What to paste into the configuration: each line once, and the meters on it. Devices without a profile stand in a
    /// comment.
    package static func configuration(_ found: [FoundMeter]) -> [String] {
        var lines: [String] = []
        var names: [[String]: String] = [:]
        for meter in found {
            if names[meter.bus] == nil {
                let name = "line\(names.count + 1)"
                names[meter.bus] = name
                lines += (lines.isEmpty ? [] : [""]) + ["[[bus]]", "name = \"\(name)\""] + meter.bus
            }
            lines += [""] + meter.lines(on: names[meter.bus] ?? "")
        }
        return lines
    }

    private func lines(on bus: String) -> [String] {
        guard let profile = profiles.first else {
            return ["# Unit \(unit) answers, and no profile fits: see \"Add a meter\" in CONTRIBUTING.md."]
        }
        let number = serialNumber.map { ", serial number \($0)" } ?? ""
        var head = ["# \(vendorAndModel ?? profile)\(number)"]
        if !isCertain {
            let others = profiles.dropFirst().joined(separator: ", ")
            head.append("# It does not say what it is" + (others.isEmpty ? "." : "; it may also be \(others)."))
        }
        return head + ["[[meter]]", "id = \"\(bus)-\(unit)\"", "bus = \"\(bus)\"", "unit = \(unit)"]
            + ["profile = \"\(profile)\""]
    }
}

extension BusAddress {
    fileprivate var lines: [String] {
        switch self {
        case .serial(let settings):
            [
                "device = \"\(settings.device)\"", "baud = \(settings.baud)",
                "parity = \"\(settings.parity.rawValue)\"",
                "stop_bits = \(settings.stopBits)",
            ]
        case .tcp(let host, let port): ["address = \"\(host):\(port)\""]
        case .rtuOverTCP(let host, let port): ["address = \"\(host):\(port)\"", "framing = \"rtu\""]
        }
    }
}
