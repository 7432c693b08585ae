import Charging

/// A meter's list of values (GetListResponse).
struct SMLList {
    private let serverID: ArraySlice<UInt8>?
    private let time: SMLTime
    private let entries: [SMLEntry]

    /// Client, server, name, time, values, signature, gateway's time.
    init(_ content: SMLNode, in bytes: ArraySlice<UInt8>) throws(TelegramDamage) {
        guard let parts = content.list, parts.count == 7, let values = parts[4].list else {
            throw .malformed("a list of values is not of seven parts")
        }
        serverID = parts[1].octets
        var entries: [SMLEntry] = []
        for value in values { entries.append(try SMLEntry(value, in: bytes)) }
        self.entries = entries
        // Some Holley meters tell the time beside the values only.
        time = SMLTime(parts[3]) ?? entries.lazy.compactMap(\.time).first ?? SMLTime()
    }

    func telegram() throws(TelegramDamage) -> Telegram {
        let id = serverID ?? octets(OBISCode(1, 0, 96, 1, 0)) ?? octets(OBISCode(1, 0, 0, 0, 9))
        let sign = DZGSign(serverID: id, status: status)
        var registers = RegisterList()
        var notices: [TelegramNotice] = []
        for entry in entries {
            guard let quantity = entry.quantity, (1...9).contains(entry.code.a) else { continue }
            switch sign.judge(entry) {
            case .right: try registers.add(entry.code, quantity.number, quantity.unit, raw: entry.raw)
            case .positive(let number): try registers.add(entry.code, number, quantity.unit, raw: entry.raw)
            case .unknown: notices.append(.signUnknown(entry.code.register))
            }
        }
        let values = registers.finished(isVerified: true)
        if notices.isEmpty, Self.hidesDetail(values) { notices.append(.pinMissing) }
        var telegram = Telegram(
            serialNumber: id.flatMap { SerialNumber.server($0) }, measuredAt: time.moment, registers: values,
            manufacturer: manufacturer, notices: notices)
        telegram.secondsCounted = time.secondsCounted
        telegram.publicKey = octets(OBISCode(129, 129, 199, 130, 5))?.hexadecimal
        return telegram
    }

    private func octets(_ code: OBISCode) -> ArraySlice<UInt8>? { entries.first { $0.code == code }?.octets }

    /// Every meter has its status beside its imported energy.
    private var status: Int64? { entries.first { $0.code == OBISCode(1, 0, 1, 8, 0) }?.status }

    private var manufacturer: String? {
        guard let letters = octets(OBISCode(1, 0, 96, 50, 1, f: 1)) ?? octets(OBISCode(129, 129, 199, 130, 3)),
            letters.count == 3, letters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Until its PIN is entered, a meter shows whole kWh and nothing else.
    private static func hidesDetail(_ registers: [RegisterValue]) -> Bool {
        let energies = registers.filter { $0.unit == "Wh" }
        return registers.contains { $0.obis == .energyImport } && !registers.contains { $0.unit == "W" }
            && energies.allSatisfy { $0.value.shifted(by: -3).map { ExactDecimal($0.rounded) == $0 } ?? false }
    }
}
