import Charging
import Testing

@testable import Simulator

@Test func `energy is counted exactly, however it is cut up`() {
    var once = EnergyCounter()
    once.add(milliwatts: 11_040_001, microseconds: 3_600_000_000)
    var often = EnergyCounter()
    for _ in 0..<3_600 { often.add(milliwatts: 11_040_001, microseconds: 1_000_000) }
    #expect(once.milliwattHours == 11_040_001)
    #expect(often == once)
}

@Test func `a curve is counted to the step's end and no further`() {
    var model = MeterModel(serialNumber: 1, wattHours: 100, at: 5)
    model.play(LoadCurve([.init(.seconds(1800), watts: 7200), .init(.seconds(900), watts: -400)]), at: 5)
    model.advance(to: 5 + Duration.seconds(1800).microseconds)
    #expect(model.imported.milliwattHours == 100_000 + 3_600_000)
    #expect(model.watts == -400)
    model.advance(to: 5 + Duration.hours(10).microseconds)
    #expect(model.imported.milliwattHours == 100_000 + 3_600_000)
    #expect(model.exported.milliwattHours == 100_000)
    #expect(model.watts == 0)
}

@Test func `a new load counts from now, not from the beginning of the old`() {
    var model = MeterModel(serialNumber: 1, wattHours: 0, at: 0)
    model.play(.constant(watts: 3600), at: 0)
    model.play(.constant(watts: 0), at: 10_000_000)
    model.advance(to: 20_000_000)
    #expect(model.imported.milliwattHours == 10_000)
}

@Test func `a fault lasts for as many requests as it was told to`() {
    var model = MeterModel(serialNumber: 1, wattHours: 0, at: 0)
    model.inject(.silent, times: 2)
    #expect((0..<3).map { _ in model.nextFault() } == [.silent, .silent, nil])
    model.inject(.zeros, times: .max)
    model.inject(nil, times: 1)
    #expect(model.nextFault() == nil)
}

@Test func `a test's registers stand where it put them`() {
    var model = MeterModel(serialNumber: 0x0001_0002, wattHours: 1_234_500, at: 0)
    #expect(Array(model.registers.input[0x48..<0x4A]) == [0x449A, 0x5000])
    #expect(model.registers.holding == [1, 2])
    model.override(0x48, with: [1, 2])
    #expect(Array(model.registers.input[0x48..<0x4A]) == [1, 2])
    model.override(0x48, with: nil)
    #expect(Array(model.registers.input[0x48..<0x4A]) == [0x449A, 0x5000])
    model.override(0x017F, with: [7, 8])
    #expect(model.registers.input.last == 7)
}
