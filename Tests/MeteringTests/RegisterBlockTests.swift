import Testing

@testable import Metering

private func input(_ address: UInt16, _ count: Int) -> RegisterBlock {
    RegisterBlock(function: .input, address: address, count: count)
}

@Test func `registers next to each other are read together`() {
    let blocks = RegisterBlock.merged([input(4, 2), input(0, 2), input(2, 2)], largest: 60)
    #expect(blocks == [input(0, 6)])
}

@Test func `a gap is not read, since the meter may refuse it`() {
    #expect(RegisterBlock.merged([input(0, 2), input(3, 2)], largest: 60) == [input(0, 2), input(3, 2)])
}

@Test func `a request never asks for more than the meter gives`() {
    let pieces = (0..<50).map { input(UInt16($0 * 2), 2) }
    let blocks = RegisterBlock.merged(pieces, largest: 60)
    #expect(blocks == [input(0, 60), input(60, 40)])
}

@Test func `values that overlap are read once`() {
    #expect(RegisterBlock.merged([input(0, 4), input(2, 2), input(0, 4)], largest: 60) == [input(0, 4)])
}

@Test func `input and holding registers are different registers`() {
    let holding = RegisterBlock(function: .holding, address: 2, count: 2)
    #expect(RegisterBlock.merged([input(0, 2), holding], largest: 60) == [holding, input(0, 2)])
}

@Test func `the last register is no wrap to the first`() {
    #expect(RegisterBlock.merged([input(0xFFFE, 2), input(0, 2)], largest: 60) == [input(0, 2), input(0xFFFE, 2)])
}
