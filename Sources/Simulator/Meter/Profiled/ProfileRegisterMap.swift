import Charging

/// The registers of a simulated meter that a profile describes.
///
/// As strict as the meter may be: what the profile does not have is refused where it does not say that gaps are
/// answered, and so is a request for more than the meter gives.
struct ProfileRegisterMap: RegisterMap {
    let profile: SimulatedProfile
    private let layout: Sheet

    static let sunSpecBase = 40_000
    private static let usualBlock = 60

    init(_ profile: SimulatedProfile) {
        self.profile = profile
        var sheet = Sheet()
        let nothing = MeterModel(serialNumber: 1, wattHours: 0, at: 0)
        Filler(profile: profile, model: nothing, swapsWords: false).fill(&sheet)
        layout = sheet
    }

    func image(of model: MeterModel, swapsWords: Bool) -> RegisterImage {
        var sheet = layout
        Filler(profile: profile, model: model, swapsWords: swapsWords).fill(&sheet)
        for (address, words) in model.overrides { sheet.override(words, at: address) }
        return sheet.image
    }

    var zeros: RegisterImage {
        var image = layout.image
        image.input = image.input.map { _ in 0 }
        image.holding = image.holding.map { _ in 0 }
        return image
    }

    func refusal(of request: ModbusRequest) -> UInt8? {
        guard !request.isWrite else { return 1 }
        guard request.count <= profile.largestBlock ?? Self.usualBlock else { return 3 }
        guard profile.readsGaps != true else { return nil }
        return layout.has(request.address, count: request.count, holding: request.function == 3) ? nil : 2
    }

    var importEnd: Int64? {
        guard let register = profile.register.first(where: { $0.obis == .energyImport }) else { return nil }
        let power = Filler.power(of: register.unit)
        if let limit = register.rollsOverAt { return limit.shifted(by: power)?.rounded }
        guard register.exponentAddress == nil, let bits = ["uint16": 16, "uint32": 32][register.type] else {
            return nil
        }
        return ExactDecimal(1 << bits).times(register.scale ?? ExactDecimal(1), power)
    }

    func quantity(_ obis: OBIS, of model: MeterModel) -> Int64? {
        MeterQuantities(of: model, hasThreePhases: profile.hasThreePhases).value(of: obis)
    }
}

/// What a simulated device answers requests from.
protocol RegisterMap: Sendable {
    /// With `swapsWords` every value has its registers the wrong way round.
    func image(of model: MeterModel, swapsWords: Bool) -> RegisterImage
    /// The same registers with nothing in them.
    var zeros: RegisterImage { get }
    /// The exception for a request that the device does not take.
    func refusal(of request: ModbusRequest) -> UInt8?
    /// In thousandths.
    func quantity(_ obis: OBIS, of model: MeterModel) -> Int64?
    /// At how many Wh the import register begins again at 0; `nil` where it does not.
    var importEnd: Int64? { get }
}

/// Registers by address, as they are filled.
struct Sheet: Sendable {
    private var input: [Int: UInt16] = [:]
    private var holding: [Int: UInt16] = [:]

    mutating func write(_ words: [UInt16], at address: Int, function: String) {
        for (index, word) in words.enumerated() {
            if function == "input" { input[address + index] = word } else { holding[address + index] = word }
        }
    }

    /// Registers that are there, with nothing in them unless something is.
    mutating func reserve(_ addresses: ClosedRange<Int>, function: String) {
        for address in addresses {
            if function == "input" { input[address, default: 0] &+= 0 } else { holding[address, default: 0] &+= 0 }
        }
    }

    /// Whatever kind of register stands there.
    mutating func override(_ words: [UInt16], at address: Int) {
        for (index, word) in words.enumerated() {
            if input[address + index] != nil { input[address + index] = word }
            if holding[address + index] != nil { holding[address + index] = word }
        }
    }

    func has(_ address: Int, count: Int, holding isHolding: Bool) -> Bool {
        (address..<address + count).allSatisfy { (isHolding ? holding : input)[$0] != nil }
    }

    var image: RegisterImage {
        let (inputStart, inputWords) = Self.row(input)
        let (holdingStart, holdingWords) = Self.row(holding)
        return RegisterImage(
            inputStart: inputStart, input: inputWords, holdingStart: holdingStart, holding: holdingWords)
    }

    private static func row(_ registers: [Int: UInt16]) -> (Int, [UInt16]) {
        guard let first = registers.keys.min(), let last = registers.keys.max() else { return (0, []) }
        var words = [UInt16](repeating: 0, count: last - first + 1)
        for (address, word) in registers { words[address - first] = word }
        return (first, words)
    }
}

extension ExactDecimal {
    fileprivate func times(_ scale: ExactDecimal, _ power: Int) -> Int64? {
        let (product, overflow) = digits.multipliedReportingOverflow(by: scale.digits)
        return overflow ? nil : ExactDecimal(digits: product, scale: scale.scale)?.shifted(by: power)?.rounded
    }
}
