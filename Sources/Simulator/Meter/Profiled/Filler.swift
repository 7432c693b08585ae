import Charging

/// Puts what a meter measures into the registers its profile has for it.
struct Filler {
    let profile: SimulatedProfile
    let model: MeterModel
    let swapsWords: Bool

    /// Registers behind number and length. SunSpec models 1, 201 to 204 and 211 to 214.
    private static let commonLength = 66
    private static let lengths: [UInt16: Int] = [
        201: 105, 202: 105, 203: 105, 204: 105, 211: 124, 212: 124, 213: 124, 214: 124,
    ]
    private static let sunSpecMark: [UInt16] = [0x5375, 0x6E53]

    private var commonAddress: Int { ProfileRegisterMap.sunSpecBase + 2 }
    private var modelAddress: Int { commonAddress + 2 + Self.commonLength }

    func fill(_ sheet: inout Sheet) {
        if let model = profile.sunspec?.model { fillFrame(of: model, &sheet) }
        for entry in profile.recognise ?? [] {
            sheet.write(words(for: entry), at: entry.address, function: entry.function)
        }
        let isSunSpec = profile.sunspec != nil
        let quantities = MeterQuantities(of: model, hasThreePhases: profile.hasThreePhases)
        for register in profile.register {
            fill(register, quantities, offset: isSunSpec ? modelAddress : 0, &sheet)
        }
        for (plate, number) in [(profile.serialNumber, model.serialNumber), (profile.firmware, Self.firmware)] {
            guard let plate else { continue }
            sheet.write(
                words(for: plate, number), at: plate.address + (isSunSpec ? commonAddress : 0),
                function: plate.function)
        }
    }

    private static let firmware: UInt32 = 102

    private func fill(
        _ register: SimulatedProfile.Register, _ quantities: MeterQuantities, offset: Int, _ sheet: inout Sheet
    ) {
        let exponent = register.exponentAddress.map { _ in Self.exponent(of: register.unit) }
        let milli = (quantities.value(of: register.obis) ?? 0) * (register.inverted == true ? -1 : 1)
        let ratio = RegisterWords.ratio(
            milli: rolledOver(milli, register), scale: register.scale,
            power: Self.power(of: register.unit) + (exponent ?? 0))
        let words = RegisterWords.words(
            of: ratio, type: register.type, order: order(register.wordOrder, type: register.type))
        sheet.write(words, at: offset + register.address, function: register.function)
        if let exponent, let address = register.exponentAddress {
            let (first, last) = (min(address, register.address), max(address, register.address))
            sheet.reserve(offset + first...offset + last, function: register.function)
            sheet.write([UInt16(bitPattern: Int16(exponent))], at: offset + address, function: register.function)
        }
    }

    /// Two registers that should stand the other way round.
    private func order(_ order: String?, type: String) -> String {
        let order = order ?? "ABCD"
        let swapped = ["ABCD": "CDAB", "CDAB": "ABCD", "DCBA": "BADC", "BADC": "DCBA"]
        return swapsWords ? swapped[order] ?? order : order
    }

    private func rolledOver(_ milli: Int64, _ register: SimulatedProfile.Register) -> Int64 {
        guard let limit = register.rollsOverAt?.shifted(by: Self.power(of: register.unit) + 3)?.rounded, limit > 0
        else { return milli }
        return milli % limit
    }

    private func fillFrame(of model: UInt16, _ sheet: inout Sheet) {
        let base = ProfileRegisterMap.sunSpecBase
        let length = Self.lengths[model] ?? 124
        let frame =
            Self.sunSpecMark + [1, UInt16(Self.commonLength)] + RegisterWords.text("Ohmstead", length: 16)
            + RegisterWords.text(profile.model, length: 16)
            + [UInt16](repeating: 0, count: Self.commonLength - 32)
            + [model, UInt16(length)] + [UInt16](repeating: 0, count: length) + [0xFFFF, 0]
        sheet.write(frame, at: base, function: "holding")
    }

    private func words(for entry: SimulatedProfile.Recognition) -> [UInt16] {
        if let text = entry.startsWith { return RegisterWords.text(text, length: entry.length ?? 0) }
        let number = entry.values?.first.map { ExactDecimal($0) } ?? entry.from ?? ExactDecimal(0)
        let ratio = RegisterWords.Ratio(numerator: Int128(number.digits), denominator: 1).times(tenToThe: -number.scale)
        return RegisterWords.words(of: ratio, type: entry.type ?? "", order: entry.wordOrder ?? "ABCD")
    }

    private func words(for plate: SimulatedProfile.Plate, _ number: UInt32) -> [UInt16] {
        let length = plate.length ?? 0
        let digits = String(number)
        switch plate.type {
        case "uint16": return RegisterWords.ordered(UInt64(number), count: 1, plate.wordOrder ?? "ABCD")
        case "uint32": return RegisterWords.ordered(UInt64(number), count: 2, plate.wordOrder ?? "ABCD")
        case "uint64": return RegisterWords.ordered(UInt64(number), count: 4, plate.wordOrder ?? "ABCD")
        case "text": return RegisterWords.text(digits, length: length)
        case "bcd":
            let padded = Array(String(repeating: "0", count: max(0, 4 * length - digits.count)) + digits)
            return (0..<length).map { UInt16(String(padded[4 * $0..<4 * $0 + 4]), radix: 16) ?? 0 }
        default: return (0..<length).map { UInt16(truncatingIfNeeded: number >> (16 * min(length - 1 - $0, 2))) }
        }
    }

    /// What a meter with these quantities would choose: every value fits an int16.
    static func exponent(of unit: String) -> Int {
        switch unit {
        case "A", "Hz": -2
        case "V": -1
        case "1": -3
        default: 0
        }
    }

    /// From the unit to the one without its prefix.
    static func power(of unit: String) -> Int {
        switch unit {
        case "kWh", "kvarh", "kW", "kvar", "kVA", "kV": 3
        case "MWh", "MW": 6
        case "mV", "mA", "mHz": -3
        default: 0
        }
    }
}
