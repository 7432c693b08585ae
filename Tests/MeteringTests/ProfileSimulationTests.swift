import Charging
import Metering
import Simulator
import Testing

/// Every profile in the folder, read through the real bus from a simulated meter that has the same profile: what the
/// simulator writes with its own encoder must come out of the gateway's decoder.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ProfileSimulationTests {
    private static let serialNumber: UInt32 = 20_305_678
    private static let profiles = Profiles.all.compactMap { try? MeterProfile(path: Profiles.folder + "/" + $0) }

    private struct Bench {
        let meter: SimulatedMeter
        let profile: MeterProfile

        init(_ file: String, wattHours: Int64 = 1_234_567, line: SimulatedMeter.Line = .tcp()) throws {
            let path = Profiles.folder + "/" + file
            let wallClock = ManualWallClock()
            meter = try SimulatedMeter(
                profile: SimulatedProfile(path: path), line: line, serialNumber: serialNumber, wattHours: wattHours,
                wallClock: wallClock)
            profile = try MeterProfile(path: path)
            // Where import and export go into one register, nothing is fed in.
            if profile.registers.contains(where: { $0.obis == .energyExport }) { meter.setPower(watts: -7300) }
            wallClock.advance(by: .hours(2))
            meter.setPower(watts: 5432)
        }

        func visit(_ bus: Bus) async throws -> [RegisterValue] {
            let profile = try await #require(located(bus))
            return profile.values(from: try await bus.read(profile.blocks, unit: meter.unit).blocks)
        }

        func located(_ bus: Bus) async throws -> MeterProfile? {
            let unit = meter.unit
            return try await profile.located { block throws(BusError) in
                try await bus.read([block], unit: unit).blocks[0]
            }
        }
    }

    @Test(arguments: Profiles.all)
    func `every register shows what the meter measures, and its serial number`(_ file: String) async throws {
        let bench = try Bench(file, line: file.hasPrefix("sunspec") ? .tcp() : .pty)
        try await running(bench.meter) {
            let bus = bus(to: bench.meter)
            let values = try await bench.visit(bus)
            #expect(values.map(\.obis) == bench.profile.registers.map(\.obis) + bench.profile.sums.map(\.obis))
            for value in values { check(value, bench) }
            guard let register = try await bench.located(bus)?.serialNumber else { return }
            let words = try await bus.read([register.block], unit: bench.meter.unit).blocks[0]
            #expect(register.value(of: words)?.contains("\(Self.serialNumber)") ?? false)
        }
    }

    /// Within half a step of the register; a float within what 23 bits can tell.
    private func check(_ value: RegisterValue, _ bench: Bench) {
        guard let milli = bench.meter.quantity(value.obis), let exact = ExactDecimal(milli).shifted(by: -3) else {
            Issue.record("the meter does not measure \(value.obis)")
            return
        }
        let register = bench.profile.registers.first { $0.obis == value.obis }
        let step = step(of: value.obis, exact, bench.profile)
        let difference = value.value.minus(exact).map { $0 < ExactDecimal(0) ? ExactDecimal(0).minus($0)! : $0 }
        #expect(
            difference.map { $0 <= step } ?? false,
            "\(value.obis) is \(value.value) \(value.unit) and should be \(exact), to \(step)")
        if let register { #expect(value.unit == register.unit.base.unit) }
    }

    /// That of a sum is the steps of its parts.
    private func step(of obis: OBIS, _ exact: ExactDecimal, _ profile: MeterProfile) -> ExactDecimal {
        if let sum = profile.sums.first(where: { $0.obis == obis }) {
            return (sum.of + (sum.less ?? [])).reduce("0") { $0.plus(step(of: $1, exact, profile)) ?? $0 }
        }
        let register = profile.registers.first { $0.obis == obis }
        return register?.step ?? coarseness(register, of: exact)
    }

    private func coarseness(_ register: MeterRegister?, of exact: ExactDecimal) -> ExactDecimal {
        switch register?.type {
        case .float32, .float64: return ExactDecimal(max(exact.rounded.magnitude, 1) > 1_000_000 ? 1 : 0).plus("0.01")!
        case .iskraT5, .iskraT6, .iskraT7: return "0.01"
        default:
            // The step that the simulated meter chooses for what has a scale factor.
            return register?.unit == .watts || register?.unit == .wattHours || register == nil ? "1" : "0.1"
        }
    }

    @Test(arguments: Profiles.all)
    func `a meter is recognised by its own profile, and not taken for one that names another model`(
        _ file: String
    ) async throws {
        let bench = try Bench(file)
        try await running(bench.meter) {
            let bus = bus(to: bench.meter)
            let unit = bench.meter.unit
            let candidates = try await Recogniser(profiles: Self.profiles).candidates { block throws(BusError) in
                try await bus.read([block], unit: unit).blocks[0]
            }
            let isStated = bench.profile.sunSpecModel != nil || bench.profile.signature.strength == .stated
            if isStated {
                let first = try #require(candidates.first)
                #expect(first.strength == .stated)
                #expect((first.profile.vendor, first.profile.model) == (bench.profile.vendor, bench.profile.model))
            } else if !bench.profile.signature.blocks.isEmpty {
                #expect(candidates.contains { $0.profile.model == bench.profile.model })
                #expect(candidates.allSatisfy { $0.strength == .plausible })
            }
        }
    }

    @Test func `a register that is full begins again at 0`() async throws {
        let bench = try Bench("bg-etech-ds100.toml")
        try await running(bench.meter) {
            let bus = bus(to: bench.meter)
            // 2^32 steps of 10 Wh.
            #expect(bench.meter.approachRollover(wattHours: 20))
            let before = try await bench.visit(bus).first { $0.obis == .energyImport }
            #expect(before?.value == ExactDecimal((1 << 32) * 10 - 20))
            bench.meter.setImport(wattHours: (1 << 32) * 10 + 70)
            let after = try await bench.visit(bus).first { $0.obis == .energyImport }
            #expect(after?.value == "70")
        }
    }

    @Test func `a float is never full`() throws {
        #expect(try !Bench("finder-7m38.toml").meter.approachRollover(wattHours: 10))
    }

    @Test func `swapped words are seen, not believed to be something else`() async throws {
        let bench = try Bench("eastron-sdm72dm-v2.toml")
        try await running(bench.meter) {
            let bus = bus(to: bench.meter)
            let right = try await bench.visit(bus)
            bench.meter.inject(.swappedWords)
            let wrong = try await bench.visit(bus)
            #expect(right.first { $0.obis == "1-0:32.7.0" }?.value == "230.1")
            #expect(wrong.first { $0.obis == "1-0:32.7.0" }?.value != "230.1")
        }
    }

    @Test(arguments: LineKind.allCases)
    func `a wrong checksum is no answer, and the next one is`(_ kind: LineKind) async throws {
        let bench = try Bench("abb-b23.toml", line: kind.line)
        try await running(bench.meter) {
            let bus = bus(to: bench.meter, timeout: .milliseconds(500))
            let right = try await bench.visit(bus)
            bench.meter.inject(.wrongChecksum)
            await #expect(throws: BusError.self) { try await bench.visit(bus) }
            bench.meter.inject(nil)
            let values = try await bench.visit(bus)
            #expect(values == right)
        }
    }

    @Test func `a request for what the profile does not have is refused`() async throws {
        let bench = try Bench("eastron-sdm72dm.toml")
        try await running(bench.meter) {
            let bus = bus(to: bench.meter)
            await #expect(throws: BusError.exception(2)) {
                try await bus.read([RegisterBlock(function: .input, address: 0, count: 2)], unit: 1)
            }
            await #expect(throws: BusError.exception(3)) {
                try await bus.read([RegisterBlock(function: .input, address: 0x34, count: 81)], unit: 1)
            }
        }
    }
}

extension ExactDecimal: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self = ExactDecimal(text) ?? ExactDecimal(0) }
}
