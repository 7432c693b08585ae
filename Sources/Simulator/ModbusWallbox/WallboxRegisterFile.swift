/// The registers of a simulated wallbox, after its sheet: what stands in them, and what is made of what is written.
struct WallboxRegisterFile: Sendable {
    let sheet: WallboxSheet
    /// The state that fits best of those the sheet has words for.
    private static let likewise = [
        "SuspendedEVSE": ["SuspendedEVSE", "Preparing"], "SuspendedEV": ["SuspendedEV", "Preparing"],
        "Faulted": ["Faulted", "Unavailable"],
    ]

    /// What one EVSE shows, by function (3 or 4) and address.
    func registers(_ model: ModbusWallboxModel, serialNumber: UInt32) -> [Int: [Int: UInt16]] {
        var registers: [Int: [Int: UInt16]] = [3: [:], 4: [:]]
        func put(_ words: [UInt16], _ function: String, _ address: Int) {
            for (index, word) in words.enumerated() {
                // Bits of several registers may share one.
                registers[function == "input" ? 4 : 3]?[address + index, default: 0] |= word
            }
        }
        func put(_ words: [UInt16], _ register: SheetRegister?) {
            if let register { put(words, register.function, register.address) }
        }
        // All of them, always: the image of the registers never changes its size.
        for state in sheet.state {
            let width = state.length ?? RegisterWriting.width(of: state.type ?? "uint16")
            put([UInt16](repeating: 0, count: width), state)
        }
        putState(of: model) { put($0, $1) }
        let counter = sheet.countsSessions ? model.sessionMilliwattHours : model.energy.milliwattHours
        put(RegisterWriting.words(milli: counter, as: sheet.counter), sheet.counter)
        for value in sheet.value ?? [] {
            put(RegisterWriting.words(milli: Self.milli(value, model), as: value), value)
        }
        if let name = sheet.serialNumber { put(RegisterWriting.name(serialNumber, as: name), name) }
        for name in [sheet.firmware, sheet.modelName].compactMap(\.self) {
            put(RegisterWriting.name(0x030A_3300, as: name), name)
        }
        if let tag = sheet.tag { put(RegisterWriting.card(model.tag, as: tag), tag) }
        if let back = sheet.limit.readBack {
            var shown = sheet.limit
            (shown.type, shown.wordOrder) = (back.type, back.wordOrder)
            put(raw(model.limit, of: shown), back.function, back.address)
        }
        return registers
    }

    /// The state's registers in their order: those before the one that says it hold a number that says nothing.
    private func putState(of model: ModbusWallboxModel, _ put: ([UInt16], SheetRegister) -> Void) {
        let wanted = Self.likewise[model.state] ?? [model.state]
        for state in sheet.state {
            let values = state.values ?? [:]
            let key = wanted.lazy.compactMap { word in values.filter { $0.value == word }.keys.min() }.first
            if state.type == "text" {
                put(RegisterWriting.text(Array((key ?? "").utf8), state.length ?? 1), state)
            } else {
                let number = key.flatMap { UInt64($0) } ?? (0...).first { values[String($0)] == nil } ?? 0
                let shift = UInt64(state.mask?.trailingZeroBitCount ?? 0)
                put(
                    RegisterWriting.words(
                        bits: number << shift, count: RegisterWriting.width(of: state.type ?? "uint16"),
                        order: state.wordOrder), state)
            }
            if key != nil { return }
        }
    }

    private static func milli(_ value: SheetRegister, _ model: ModbusWallboxModel) -> Int64 {
        switch value.measurand {
        case "Power.Active.Import": value.phase == nil ? model.milliwatts : model.milliwatts / 3
        case "Current.Import": model.flow
        case "Voltage": 230_000
        default: 0
        }
    }

    /// What is written, to which EVSE's model; `nil` where there is no such register, or none that is written so.
    func write(
        _ request: ModbusRequest, offset: Int, to model: inout ModbusWallboxModel
    ) -> (isTaken: Bool, isLimit: Bool)? {
        let function = request.function == 6 ? "single" : "multiple"
        func hits(_ register: SheetRegister?) -> Bool {
            guard let register, register.function == function else { return false }
            let width = RegisterWriting.width(of: register.type ?? "uint16")
            let places = (0..<(register.copies ?? 1)).map { register.address + offset + $0 * width }
            return places.contains(request.address) && request.words.count == width
        }
        let word = request.words.first ?? 0
        if hits(sheet.limit) {
            guard let milliamperes = amperes(request.words, sheet.limit) else { return (false, true) }
            model.set(limit: milliamperes)
            return (true, true)
        }
        if let current = sheet.failSafeCurrent, hits(current) {
            guard let milliamperes = amperes(request.words, current) else { return (false, true) }
            model.failSafe = milliamperes
            return (true, true)
        }
        if let timeout = sheet.failSafeTimeout, hits(timeout) {
            model.timeoutMilliseconds = unscaled(request.words, timeout)
            return (true, true)
        }
        if let enable = sheet.enable, hits(enable) {
            guard word == enable.on || word == enable.off else { return (false, true) }
            model.isEnabled = word == enable.on
            return (true, true)
        }
        if let heartbeat = sheet.heartbeat, hits(heartbeat) { return (word == heartbeat.value, false) }
        let others = (sheet.setup ?? []) + [sheet.phaseSwitch].compactMap(\.self)
        return others.contains { hits($0) } ? (true, false) : nil
    }

    /// In mA; `nil` where the wallbox does not take it.
    private func amperes(_ words: [UInt16], _ register: SheetRegister) -> Int64? {
        let raw = RegisterWriting.milli(of: words, type: register.type ?? "uint16", order: register.wordOrder)
        if let pause = register.pause, raw == Int64(pause) * 1000 { return 0 }
        let value = unscaled(words, register)
        let milliamperes =
            switch register.unit {
            case "W": value / (230 * Int64(register.phases ?? 3))
            case "%": value * Int64(register.full ?? 100) / 100
            default: value
            }
        return (Int64(register.least ?? 6) * 1000 - 100...Int64(register.most ?? 63) * 1000).contains(milliamperes)
            ? milliamperes : nil
    }

    /// In thousandths of A, s, W or %.
    private func unscaled(_ words: [UInt16], _ register: SheetRegister) -> Int64 {
        let raw = RegisterWriting.milli(of: words, type: register.type ?? "uint16", order: register.wordOrder)
        let (numerator, denominator) = register.fraction
        return Int64(Int128(raw) * denominator / numerator)
    }

    private func raw(_ milliamperes: Int64, of register: SheetRegister) -> [UInt16] {
        let milli =
            switch register.unit {
            // What was cut off on the way to whole mA does not cost a step on the way back.
            case "W": (milliamperes + 1) * 230 * Int64(register.phases ?? 3) - 1
            case "%": milliamperes * 100 / Int64(register.full ?? 100)
            default: milliamperes
            }
        return RegisterWriting.words(milli: milli, as: register)
    }
}

extension ModbusWallboxModel {
    /// In the words of the profiles.
    fileprivate var state: String {
        if isFaulted { return "Faulted" }
        guard let carMilliamperes else { return "Available" }
        if flow > 0 { return "Charging" }
        return carMilliamperes > 0 && (!isEnabled || limit < Self.least) ? "SuspendedEVSE" : "SuspendedEV"
    }
}
