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

@Test func `a gap is read where the profile allows it and a request would take longer`() {
    let pieces = [input(0, 2), input(6, 2), input(40, 2)]
    #expect(RegisterBlock.merged(pieces, largest: 60, gap: 8) == [input(0, 8), input(40, 2)])
    #expect(RegisterBlock.merged(pieces, largest: 60, gap: 40, requestWorth: 40) == [input(0, 42)])
    #expect(RegisterBlock.merged(pieces, largest: 60, gap: 40, requestWorth: 18) == [input(0, 8), input(40, 2)])
    #expect(RegisterBlock.merged(pieces, largest: 60, gap: 40, requestWorth: 4) == pieces)
}

@Test func `a request is worth more registers the faster the line is`() {
    #expect(LineSpeed(baud: 2400).requestWorth() == 12)
    #expect(LineSpeed(baud: 9600).requestWorth() == 18)
    #expect(LineSpeed(baud: 115_200).requestWorth() == 115)
    #expect(LineSpeed(baud: 9600).requestWorth(thinking: .zero) == 10)
}

/// Numbers that look random and are the same in each run.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}

/// All ways to put so many pieces into requests.
private func partitions(of count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return partitions(of: count - 1).flatMap { way in
        (0...((way.max() ?? -1) + 1)).map { way + [$0] }
    }
}

/// What a way costs; `nil` where a request is longer than the device allows or runs across more than it lets be read.
private func cost(of way: [Int], _ pieces: [RegisterBlock], largest: Int, gap: Int, worth: Int) -> Int? {
    var cost = 0
    for request in Set(way) {
        let own = zip(way, pieces).filter { $0.0 == request }.map(\.1)
        guard Set(own.map(\.function)).count == 1 else { return nil }
        let start = own.map { Int($0.address) }.min() ?? 0
        let end = own.map(\.end).max() ?? 0
        guard end - start <= largest else { return nil }
        var run = 0
        for register in start..<end {
            run = own.contains { Int($0.address) <= register && register < $0.end } ? 0 : run + 1
            guard run <= gap else { return nil }
        }
        cost += worth + end - start
    }
    return cost
}

@Test(arguments: 0..<300)
private func `no other requests for the same registers take less time`(_ seed: Int) throws {
    var dice = Dice(state: UInt64(seed))
    let largest = Int.random(in: 4...14, using: &dice)
    let (gap, worth) = (Int.random(in: 0...6, using: &dice), Int.random(in: 1...8, using: &dice))
    let pieces = (0..<Int.random(in: 1...6, using: &dice)).map { _ in
        RegisterBlock(
            function: Bool.random(using: &dice) ? .input : .holding, address: UInt16.random(in: 0...20, using: &dice),
            count: Int.random(in: 1...4, using: &dice))
    }
    let best = partitions(of: pieces.count)
        .compactMap { cost(of: $0, pieces, largest: largest, gap: gap, worth: worth) }.min()
    let blocks = RegisterBlock.merged(pieces, largest: largest, gap: gap, requestWorth: worth)
    #expect(blocks.reduce(0) { $0 + worth + $1.count } == best)
    #expect(blocks.allSatisfy { $0.count <= largest })
    #expect(pieces.allSatisfy { piece in blocks.contains { $0.contains(piece) } })
}
