import Charging

/// The registers of one telegram while it is read, and those that follow from them.
struct RegisterList {
    private var entries: [(code: OBISCode, value: RegisterValue)] = []

    /// One that is no current value of a meter, or stands there twice the same, is not taken.
    mutating func add(
        _ code: OBISCode, _ number: ExactDecimal, _ unit: String, raw: some Sequence<UInt8>
    ) throws(TelegramDamage) {
        guard code.isCurrent else { return }
        let value = RegisterValue(obis: code.register, value: number, unit: unit, raw: raw.hexadecimal)
        if let known = entries.first(where: { $0.code == code }) {
            guard known.value.value == number, known.value.unit == unit else { throw .contradiction(code.register) }
            return
        }
        entries.append((code, value))
    }

    var isEmpty: Bool { entries.isEmpty }

    mutating func remove(_ code: OBISCode) { entries.removeAll { $0.code == code } }

    /// With the totals and powers that follow from what the telegram has.
    ///
    /// `isVerified` says whether a checksum vouches that no line is missing.
    func finished(isVerified: Bool) -> [RegisterValue] {
        var list = self
        list.unifyChannel()
        for direction: UInt8 in [1, 2] { list.addTotal(direction, isVerified: isVerified) }
        for phase: UInt8 in [0, 20, 40, 60] { list.addPower(phase) }
        return list.entries.map(\.value)
    }

    /// Some meters with one measuring channel number it 1; the register has the same name as everywhere.
    private mutating func unifyChannel() {
        let channels = Set(entries.filter { $0.code.a == 1 }.map(\.code.b))
        guard let only = channels.first, channels.count == 1, only == 1 else { return }
        for index in entries.indices where entries[index].code.a == 1 {
            entries[index].code.b = 0
            entries[index].value.obis = entries[index].code.register
        }
    }

    /// The sum of the tariffs where there is no total. They come from one telegram, so no energy falls between them.
    ///
    /// Without a checksum a line may be missing; then one tariff alone is no total.
    private mutating func addTotal(_ direction: UInt8, isVerified: Bool) {
        let total = OBISCode(1, 0, direction, 8, 0)
        guard self[total] == nil else { return }
        let tariffs = (1...9).map { self[OBISCode(1, 0, direction, 8, $0)] }
        let present = tariffs.prefix { $0 != nil }.compactMap { $0 }
        guard present.count == tariffs.compactMap({ $0 }).count, present.count >= (isVerified ? 1 : 2),
            Set(present.map(\.unit)).count == 1, let first = present.first
        else { return }
        var sum = first.value
        for tariff in present.dropFirst() {
            guard let next = sum.plus(tariff.value) else { return }
            sum = next
        }
        append(total, sum, from: present)
    }

    /// Import less export, over all phases (`phase` 0) or for one of them (20, 40, 60), where the meter does not say.
    ///
    /// Where it shows no exported power at all, an import of 0 may be an export; only a meter that counts none imports
    /// exactly 0 then.
    private mutating func addPower(_ phase: UInt8) {
        let power = OBISCode(1, 0, phase + 16, 7, 0)
        guard self[power] == nil, let imported = self[OBISCode(1, 0, phase + 1, 7, 0)] else { return }
        if let exported = self[OBISCode(1, 0, phase + 2, 7, 0)] {
            guard exported.unit == imported.unit, let signed = imported.value.minus(exported.value) else { return }
            append(power, signed, from: [imported, exported])
        } else if imported.value != ExactDecimal(0) || !countsExport {
            append(power, imported.value, from: [imported])
        }
    }

    private var countsExport: Bool {
        entries.contains { $0.code.a == 1 && $0.code.c == 2 && ($0.code.d == 8 || $0.code.d == 7) }
    }

    private subscript(code: OBISCode) -> RegisterValue? { entries.first { $0.code == code }?.value }

    private mutating func append(_ code: OBISCode, _ number: ExactDecimal, from parts: [RegisterValue]) {
        guard let unit = parts.first?.unit else { return }
        let raw = parts.map(\.raw).joined()
        entries.append((code, RegisterValue(obis: code.register, value: number, unit: unit, raw: raw)))
    }
}
