import Charging

/// The registers of an Eastron SDM630, as far as the simulated one has them.
///
/// Written down once more and not taken from the profile, so that each is a check of the other.
struct SDM630Registers: Sendable {
    static let inputCount = 0x0180
    static let importAddress = 0x0048
    static let holdingStart = 0xFC00
    static let holdingCount = 2

    private(set) var input = [UInt16](repeating: 0, count: inputCount)
    private(set) var holding = [UInt16](repeating: 0, count: holdingCount)

    var image: RegisterImage { RegisterImage(input: input, holdingStart: Self.holdingStart, holding: holding) }

    mutating func fill(watts: Int64, importWattHours: Int64, exportWattHours: Int64, serialNumber: UInt32) {
        for phase in 0..<3 {
            write(Float(230), at: 0x0000 + 2 * phase)
            write(Float(watts.magnitude) / 690, at: 0x0006 + 2 * phase)
            write(Float(watts) / 3, at: 0x000C + 2 * phase)
        }
        write(Float(watts), at: 0x0034)
        write(Float(50), at: 0x0046)
        write(kilowattHours: importWattHours, at: Self.importAddress)
        write(kilowattHours: exportWattHours, at: 0x004A)
        write(kilowattHours: importWattHours + exportWattHours, at: 0x0156)
        holding = [UInt16(serialNumber >> 16), UInt16(serialNumber & 0xFFFF)]
    }

    /// Input registers; what goes past the last one is left out.
    mutating func write(_ words: [UInt16], at address: Int) {
        for (index, word) in words.enumerated() where address + index < input.count { input[address + index] = word }
    }

    private mutating func write(_ value: Float, at address: Int) {
        let bits = value.bitPattern
        write([UInt16(bits >> 16), UInt16(bits & 0xFFFF)], at: address)
    }

    /// Through `Double`, which keeps all the digits a `Float` can still show.
    private mutating func write(kilowattHours wattHours: Int64, at address: Int) {
        write(Float(Double(wattHours) / 1000), at: address)
    }
}

/// The SDM630 without a profile.
struct SDM630Map: RegisterMap {
    func image(of model: MeterModel, swapsWords: Bool) -> RegisterImage {
        var image = model.registers.image
        if swapsWords {
            for index in stride(from: 0, to: image.input.count - 1, by: 2) { image.input.swapAt(index, index + 1) }
        }
        return image
    }

    var zeros: RegisterImage { SDM630Registers().image }

    /// A float has no end.
    var importEnd: Int64? { nil }

    func refusal(of request: ModbusRequest) -> UInt8? { nil }

    func quantity(_ obis: OBIS, of model: MeterModel) -> Int64? {
        switch obis {
        case .energyImport: model.imported.milliwattHours
        case .energyExport: model.exported.milliwattHours
        case .power: model.watts * 1000
        default: nil
        }
    }
}
