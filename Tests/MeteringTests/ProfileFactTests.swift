import Charging
import FoundationEssentials
import Metering
import Testing

/// The profiles against the table of register facts that lies beside the repository where it is developed, and which
/// was put together from other people's drivers before the profiles were written.
@Suite(.enabled(if: Fact.isPresent, "the table of register facts is not here")) struct ProfileFactTests {
    /// Where the name in the table is another than the one on the plate.
    private static let names = [
        "Smart X96-1A": "X96-1A", "EM24-DIN": "EM24 (RS-485)", "EM24 E1": "EM24 (Ethernet E1)",
        "EM112": "EM111/EM112/ET112", "7KM PAC2200": "PAC2200", "7KT PAC1600": "PAC1600 (7KT1651/52)",
        "B23 312": "B23/B-series", "UMG 511": "UMG 511/512", "Energy Meter 525": "EM525 / Energy Meter 525",
        "EMpro": "EEM-MA/EM (EMpro)", "COUNTIS E23": "COUNTIS E23/E24/E27/E28", "COUNTIS E34": "COUNTIS E34/E44",
        "879-3000": "879-30xx", "UEM": "UEM/UEC series", "OR-WE-514": "OR-WE-514/515", "OR-WE-516": "OR-WE-516/517",
        "DMG610": "DMG610 / DMED", "201": "model 201 (single phase)", "203": "model 203 (wye 3-phase)",
        "213": "model 213 (wye float)",
    ]
    /// Registers that follow from others in the table: the phases of a SunSpec model whose first is there.
    private static let derived: Set = ["201", "203", "213", "BSM-WS36A"]
    private static let facts = Fact.all

    @Test(arguments: Profiles.all)
    func `a profile says what the table says`(_ file: String) throws {
        let profile = try MeterProfile(path: Profiles.folder + "/" + file)
        let vendor = profile.vendor == "Weidmüller" ? "Weidmueller" : profile.vendor
        let name = Self.names[profile.model] ?? profile.model
        let facts = Self.facts.filter { $0.vendor == vendor && $0.model == name }
        guard !facts.isEmpty else {
            // The other SunSpec models are laid out like those in the table.
            #expect(profile.sunSpecModel != nil)
            return
        }
        for register in profile.registers {
            let fact = facts.first { $0.address == register.address && $0.function == register.function }
            guard let fact else {
                #expect(
                    Self.derived.contains(profile.model), "\(register.obis) at \(register.address) is not in the table")
                continue
            }
            #expect(fact.fits(register), "\(register.obis) is \(fact) in the table")
        }
        if let serial = profile.serialNumber, profile.sunSpecModel == nil {
            let fact = facts.first { $0.address == serial.address && $0.function == serial.function }
            #expect(fact?.measurand.hasPrefix("SerialNumber") ?? false)
        }
    }

    @Test func `the table is used`() { #expect(Self.facts.count > 800) }
}

/// One line of the table.
private struct Fact: Sendable {
    var vendor: String
    var model: String
    var function: RegisterFunction
    var address: UInt16
    var type: String
    var order: String
    /// The step in the base unit.
    var step: ExactDecimal
    var unit: String
    var measurand: String

    private static let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../shared/data/modbus-devices.csv"
    ).standardizedFileURL.path
    static let isPresent = FileManager.default.fileExists(atPath: path)

    static var all: [Fact] {
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").compactMap { Fact(line: $0) }
    }

    private init?(line: Substring) {
        // What stands in quotes comes behind all that is looked at.
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells.count > 10, cells[2] == "meter", let address = UInt16(cells[5]),
            let scale = ExactDecimal(cells[8]), let function = ["3": RegisterFunction.holding, "4": .input][cells[3]]
        else { return nil }
        let base = MeterUnit(rawValue: cells[9])?.base ?? (unit: cells[9].isEmpty ? "1" : cells[9], power: 0)
        guard let step = scale.shifted(by: base.power) else { return nil }
        (vendor, model, self.function, self.address) = (cells[0], cells[1], function, address)
        (type, order, unit, self.step) = (cells[6].lowercased(), cells[7], base.unit, step)
        measurand = cells[10]
    }

    func fits(_ register: MeterRegister) -> Bool {
        let type = type == "acc32" ? "uint32" : type
        let order = order == "-" ? "ABCD" : order
        let own = (register.scale ?? ExactDecimal(1)).shifted(by: register.unit.base.power)
        return register.type.rawValue == type && (register.wordOrder ?? .abcd).rawValue == order && own == step
            && register.unit.base.unit == unit && measured(register.obis)
    }

    /// Whether the OBIS code means what is measured.
    private func measured(_ obis: OBIS) -> Bool {
        let parts = measurand.split(separator: ".").map(String.init)
        let phase = parts.last.flatMap { ["L1": 20, "L1-N": 20, "L2": 40, "L2-N": 40, "L3": 60, "L3-N": 60][$0] } ?? 0
        let what = (phase == 0 ? parts : parts.dropLast()).joined(separator: ".")
        let codes: [String: [(c: Int, rest: String)]] = [
            "Energy.Active.Import.Register": [(1, "8.0")], "Energy.Active.Export.Register": [(2, "8.0")],
            "Energy.Active.Total.Register": [(15, "8.0")], "Energy.Reactive.Import.Register": [(3, "8.0")],
            "Energy.Reactive.Export.Register": [(4, "8.0")], "Power.Active.Import": [(16, "7.0"), (1, "7.0")],
            "Power.Active.Export": [(2, "7.0")], "Voltage": [(12, "7.0")], "Current.Import": [(11, "7.0")],
            "Power.Factor": [(13, "7.0")], "Frequency": [(14, "7.0")],
        ]
        switch what {
        case "Temperature": return obis == "0-0:96.9.0"
        case "PhaseAngle": return obis == "1-0:81.7.4"
        default: return codes[what]?.contains { obis.rawValue == "1-0:\($0.c + phase).\($0.rest)" } ?? false
        }
    }
}
