/// The wallboxes that can be simulated, each named as its profile.
///
/// Their registers are written down once more and not taken from the profiles, so that each is a check of the other.
package enum ModbusWallboxKind: String, CaseIterable, Sendable {
    case kebaP30 = "keba-p30"
    case heidelberg = "heidelberg-energy-control"

    /// The unit it answers as when it is new.
    package var unit: UInt8 { self == .kebaP30 ? 255 : 1 }

    /// The time of the watchdog when it is new.
    var timeoutMilliseconds: Int64 { self == .kebaP30 ? 0 : 15_000 }

    func image(_ model: ModbusWallboxModel) -> RegisterImage {
        switch self {
        case .kebaP30: keba(model)
        case .heidelberg: heidelberg(model)
        }
    }

    /// Whether it answers such a request at all.
    func accepts(_ request: ModbusRequest) -> Bool {
        switch self {
        case .kebaP30:
            // One value at a time, of two registers each; written are single registers.
            request.isWrite
                ? request.function == 6 && [5004, 5014, 5016, 5018].contains(request.address)
                : request.function == 3 && request.count == 2 && request.address < 5000
        case .heidelberg:
            request.isWrite
                ? request.address + request.count <= 263 && (257...262).contains(request.address)
                : request.function == 4 || request.function == 3
        }
    }

    /// `false` where the value is none the wallbox takes.
    func write(_ word: UInt16, at address: Int, to model: inout ModbusWallboxModel) -> Bool {
        switch (self, address) {
        case (.kebaP30, 5004):
            guard (6000...63_000).contains(word) else { return false }
            model.set(limit: Int64(word))
        case (.kebaP30, 5014): model.isEnabled = word == 1
        case (.kebaP30, 5016): model.failSafe = Int64(word)
        case (.kebaP30, 5018): model.timeoutMilliseconds = Int64(word) * 1000
        case (.heidelberg, 257): model.timeoutMilliseconds = Int64(word)
        case (.heidelberg, 261):
            guard word == 0 || (60...160).contains(word) else { return false }
            model.set(limit: Int64(word) * 100)
        case (.heidelberg, 262): model.failSafe = Int64(word) * 100
        default: break
        }
        return true
    }

    private func keba(_ model: ModbusWallboxModel) -> RegisterImage {
        var image = RegisterImage(holdingStart: 1000, holding: [UInt16](repeating: 0, count: 4100))
        func set(_ address: Int, _ value: UInt32) {
            image.holding[address - 1000] = UInt16(value >> 16)
            image.holding[address - 999] = UInt16(value & 0xFFFF)
        }
        let isCharging = model.flow > 0
        set(1000, isCharging ? 3 : model.isEnabled ? (model.carMilliamperes == nil ? 1 : 2) : 5)
        set(1004, model.carMilliamperes == nil ? 1 : isCharging ? 7 : 5)
        for phase in 0..<3 { set(1008 + 2 * phase, UInt32(model.flow)) }
        set(1014, model.serialNumber)
        set(1016, 312_200)
        set(1018, 0x030A_3300)
        set(1020, UInt32(model.milliwatts))
        set(1036, UInt32(model.energy.milliwattHours / 100))
        set(1500, model.tag)
        return image
    }

    private func heidelberg(_ model: ModbusWallboxModel) -> RegisterImage {
        var image = RegisterImage(
            inputStart: 4, input: [UInt16](repeating: 0, count: 15), holdingStart: 257,
            holding: [UInt16](repeating: 0, count: 6))
        let isAllowed = model.limit >= 6000
        let state = model.carMilliamperes.map { $0 == 0 ? 4 : 6 } ?? 2
        image.input[0] = 0x107
        image.input[1] = UInt16(isAllowed ? state + 1 : state)
        for phase in 0..<3 { image.input[2 + phase] = UInt16(model.flow / 100) }
        let wattHours = UInt32(model.energy.milliwattHours / 1000)
        image.input[13] = UInt16(wattHours >> 16)
        image.input[14] = UInt16(wattHours & 0xFFFF)
        image.holding = [
            UInt16(model.timeoutMilliseconds), 4, 1, 0, UInt16(model.limit / 100), UInt16(model.failSafe / 100),
        ]
        return image
    }
}
