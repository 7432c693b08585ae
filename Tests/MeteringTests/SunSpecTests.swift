import Charging
import Metering
import Testing

/// A device of which only the holding registers matter: what is not in the table is refused.
private struct Device {
    var registers: [UInt16: UInt16] = [:]
    var silence: Set<UInt16> = []

    mutating func put(_ words: [UInt16], at address: UInt16) {
        for (index, word) in words.enumerated() { registers[address + UInt16(index)] = word }
    }

    /// A chain at a base, each model with its length and with nothing in it.
    init(base: UInt16, models: [(id: UInt16, length: Int)] = [], end: [UInt16] = [0xFFFF, 0]) {
        put([0x5375, 0x6E53], at: base)
        var address = base + 2
        for model in models {
            put([model.id, UInt16(model.length)] + [UInt16](repeating: 0, count: model.length), at: address)
            address += UInt16(model.length + 2)
        }
        put(end, at: address)
    }

    func read(_ block: RegisterBlock) throws(BusError) -> [UInt16] {
        if silence.contains(block.address) { throw .silent }
        let words = (Int(block.address)..<block.end).compactMap { registers[UInt16($0)] }
        guard block.function == .holding, words.count == block.count else { throw .exception(2) }
        return words
    }
}

@Test(arguments: [UInt16(40_000), 50_000, 0])
private func `the models are found wherever SunS may stand`(_ base: UInt16) async throws {
    let device = Device(base: base, models: [(1, 66), (203, 105), (64901, 4)])
    let models = try await SunSpec.walk { block throws(BusError) in try device.read(block) }
    #expect(
        models == [
            SunSpec.Model(id: 1, address: base + 2, length: 66),
            SunSpec.Model(id: 203, address: base + 70, length: 105),
            SunSpec.Model(id: 64901, address: base + 177, length: 4),
        ])
}

@Test func `a device without SunS is no SunSpec device, and a silent one is thrown`() async throws {
    var device = Device(base: 1000)
    let models = try await SunSpec.walk { block throws(BusError) in try device.read(block) }
    #expect(models == nil)
    device.silence = [40_000]
    await #expect(throws: BusError.silent) {
        try await SunSpec.walk { block throws(BusError) in try device.read(block) }
    }
}

@Test func `a chain that never ends is left`() async throws {
    var requests = 0
    let models = try await SunSpec.walk { block throws(BusError) in
        requests += 1
        return block.address == 40_000 ? [0x5375, 0x6E53] : [1, 2]
    }
    #expect(models?.count == 64)
    #expect(requests == 65)
}

@Test(arguments: [[UInt16(7), 0], [7, 0xFFFF], [0xFFFF, 5]])
private func `a chain breaks off at a model that cannot be`(_ end: [UInt16]) async throws {
    let device = Device(base: 40_000, models: [(1, 66)], end: end)
    let models = try await SunSpec.walk { block throws(BusError) in try device.read(block) }
    #expect(models?.map(\.id) == [1])
}

private func profile(_ name: String) throws -> MeterProfile {
    try MeterProfile(path: Profiles.folder + "/sunspec-\(name).toml")
}

@Test func `a profile is moved to where the device has its model`() throws {
    let models = [
        SunSpec.Model(id: 1, address: 40_002, length: 66), SunSpec.Model(id: 203, address: 40_090, length: 105),
    ]
    let located = try #require(try profile("203").located(in: models))
    #expect(located.sunSpecModel == nil)
    #expect(located.registers.first { $0.obis == .energyImport }?.address == 40_136)
    #expect(located.registers.first { $0.obis == .energyImport }?.exponentAddress == 40_144)
    #expect(located.serialNumber?.block == RegisterBlock(function: .holding, address: 40_052, count: 16))
    #expect(located.blocks.allSatisfy { (40_090..<40_197).contains(Int($0.address)) })
    #expect(try profile("213").located(in: models) == nil)
    #expect(try Profiles.sdm630.located(in: models) == Profiles.sdm630)
}

@Test func `what a short model does not have is left out`() throws {
    let model = SunSpec.Model(id: 203, address: 100, length: 21)
    let located = try #require(try profile("203").located(in: [model]))
    #expect(located.registers.contains { $0.obis == .power })
    #expect(!located.registers.contains { $0.obis == .energyImport })
    #expect(located.serialNumber == nil)
}

private struct Scaled: CustomTestStringConvertible, Sendable {
    var words: [UInt16]
    var value: String?
    var raw = ""
    var testDescription: String { RegisterDecoder.hexadecimal(words) }
}

/// `1-0:16.7.0` of model 203: W at 18, W_SF at 22.
@Test(arguments: [
    Scaled(words: [1234, 0, 0, 0, 0], value: "1234", raw: "04d20000"),
    Scaled(words: [1234, 0, 0, 0, 0xFFFE], value: "12.34", raw: "04d2fffe"),
    Scaled(words: [0xFB2E, 0, 0, 0, 1], value: "-12340", raw: "fb2e0001"),
    Scaled(words: [0x8000, 0, 0, 0, 0], value: nil),
    Scaled(words: [1234, 0, 0, 0, 0x8000], value: nil),
    Scaled(words: [1234, 0, 0, 0, 11], value: nil),
    Scaled(words: [1234, 0, 0, 0], value: nil),
])
private func `a scale factor is applied, and without one there is no value`(_ example: Scaled) throws {
    let register = try #require(try profile("203").registers.first { $0.obis == .power })
    #expect(register.block == RegisterBlock(function: .holding, address: 18, count: 5))
    let value = register.value(of: example.words)
    #expect(value?.value == example.value.flatMap { ExactDecimal($0) })
    if let value { #expect(value.raw == example.raw) }
}
