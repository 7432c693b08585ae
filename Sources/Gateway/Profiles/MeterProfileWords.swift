import Charging
import Metering

/// A meter's profile in words and rows.
struct MeterProfileWords {
    private let profile: MeterProfile

    init(_ profile: MeterProfile) { self.profile = profile }

    var values: [ProfileReport.Value] {
        profile.registers.map(value) + profile.sums.map(value)
    }

    private func value(_ register: MeterRegister) -> ProfileReport.Value {
        let base = profile.sunSpecModel.map { "model \($0) + \(register.address)" }
        var place = base ?? "\(register.function.rawValue) 0x\(hexadecimal(register.address))"
        if let exponent = register.exponentAddress {
            place += ", scale at \(base == nil ? "0x\(hexadecimal(exponent))" : "+ \(exponent)")"
        }
        let order = register.wordOrder.map { " \($0.rawValue)" } ?? ""
        return ProfileReport.Value(
            obis: register.obis.rawValue, unit: register.unit.base.unit, step: register.step?.description,
            type: register.type.rawValue + order, place: place)
    }

    private func value(_ sum: RegisterSum) -> ProfileReport.Value {
        let parts = sum.of.map(\.rawValue).joined(separator: " + ")
        let less = (sum.less ?? []).map { " - \($0)" }.joined()
        let unit = profile.registers.first { $0.obis == sum.of.first }?.unit.base.unit ?? ""
        return ProfileReport.Value(
            obis: sum.obis.rawValue, unit: unit, step: nil, type: "sum", place: parts + less)
    }

    var remarks: [String] {
        var remarks = [recognition]
        if let serial = profile.serial {
            let unit = serial.unit.map { ", address \($0)" } ?? ""
            remarks.append(
                "It leaves the factory with \(serial.baud) baud, \(parity(serial.parity)), "
                    + "\(serial.stopBits) stop bit\(serial.stopBits == 1 ? "" : "s")\(unit).")
        }
        if let register = profile.serialNumber {
            let place =
                profile.sunSpecModel == nil
                ? "\(register.function.rawValue) 0x\(hexadecimal(register.address))" : "model 1 + \(register.address)"
            remarks.append("Its serial number is read at \(place).")
        }
        if let mid = profile.mid {
            let known = mid.accuracyClass.map { ", class \($0.rawValue)" } ?? ""
            let words = mid.variant ? "There are variants with MID marking\(known)." : "It has no MID marking."
            remarks.append(([words] + [mid.note].compactMap(\.self)).joined(separator: " "))
        }
        return remarks
    }

    private var recognition: String {
        if let model = profile.sunSpecModel { return "It is recognised by SunSpec model \(model)." }
        let count = profile.signature.blocks.count
        switch (profile.signature.strength, count) {
        case (.stated, 1): return "It is recognised by one register."
        case (.stated, _): return "It is recognised by \(count) registers that must all hold."
        case (.plausible, 0): return "It is not recognised."
        case (.plausible, _):
            return "It does not tell its model: a scan offers it where voltage and frequency are right."
        }
    }

    var warnings: [String] {
        var warnings: [String] = []
        if !values.contains(where: { $0.obis == OBIS.energyImport.rawValue }) {
            warnings.append("There is no 1-0:1.8.0, so no energy can be billed: it is of use for load management only.")
        }
        if !values.contains(where: { $0.obis == OBIS.power.rawValue }) {
            warnings.append("There is no 1-0:16.7.0, so load management must do without the power.")
        }
        if profile.serialNumber == nil {
            warnings.append("There is no [serial_number], so an exchanged meter is only noticed by its register.")
        }
        let counters = profile.registers.filter { $0.unit.base.unit == "Wh" && $0.type == .float32 }
        if counters.contains(where: { $0.unit == .wattHours }) {
            warnings.append(
                "The energy is a float in Wh: above 16.7 MWh it counts in steps of 2 Wh, above 134 MWh of 16 Wh.")
        }
        return warnings
    }

    private func parity(_ parity: Parity) -> String { parity == .none ? "no parity" : "\(parity.rawValue) parity" }

    private func hexadecimal(_ address: UInt16) -> String { RegisterDecoder.hexadecimal([address]).uppercased() }
}
