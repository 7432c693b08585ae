import Charging

/// A meter's list of values (GetListResponse).
struct SMLList {
    private let serverID: ArraySlice<UInt8>?
    private let time: SMLNode
    private let entries: [SMLEntry]

    /// Client, server, name, time, values, signature, gateway's time.
    init(_ content: SMLNode, in bytes: ArraySlice<UInt8>) throws(TelegramDamage) {
        guard let parts = content.list, parts.count == 7, let values = parts[4].list else {
            throw .malformed("a list of values is not of seven parts")
        }
        serverID = parts[1].octets
        time = parts[3]
        var entries: [SMLEntry] = []
        for value in values { entries.append(try SMLEntry(value, in: bytes)) }
        self.entries = entries
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
        if Self.hidesDetail(values) { notices.append(.pinMissing) }
        var telegram = Telegram(
            serialNumber: id.flatMap { SerialNumber.server($0) }, measuredAt: measuredAt, registers: values,
            manufacturer: manufacturer, notices: notices)
        telegram.secondsCounted = secondsCounted
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

    // The time is a choice: 1 seconds that the meter counts, 2 seconds since 1970, 3 the same with offsets of local
    // time beside it. Old Holley meters leave out the choice and send the seconds they count.

    private var secondsCounted: UInt32? {
        guard let choice = time.list else { return time.seconds }
        return choice.count == 2 && choice[0].integer == 1 ? choice[1].seconds : nil
    }

    private var measuredAt: Timestamp? {
        guard let choice = time.list, choice.count == 2 else { return nil }
        let seconds =
            switch choice[0].integer {
            case 2: choice[1].seconds
            case 3: choice[1].list.flatMap { $0.count == 3 ? $0[0].seconds : nil }
            default: nil as UInt32?
            }
        // A clock that was never set begins in 1970.
        guard let seconds, seconds >= Self.year2000 else { return nil }
        return Timestamp(seconds: Int64(seconds))
    }

    private static let year2000: UInt32 = 946_684_800

    /// Until its PIN is entered, a meter shows whole kWh and nothing else.
    private static func hidesDetail(_ registers: [RegisterValue]) -> Bool {
        let energies = registers.filter { $0.unit == "Wh" }
        return registers.contains { $0.obis == .energyImport } && !registers.contains { $0.unit == "W" }
            && energies.allSatisfy { $0.value.shifted(by: -3).map { ExactDecimal($0.rounded) == $0 } ?? false }
    }
}
