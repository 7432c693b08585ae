import Testing

@testable import Metering

@Test func `requests are counted for the line and for each device`() throws {
    var tally = Tally()
    tally.opened()
    for error in [nil, .silent, .garbled("?"), .exception(2), .lost("?")] as [BusError?] {
        tally.note(error, of: 7, in: .milliseconds(20), busy: .milliseconds(25), at: .seconds(1))
    }
    tally.note(nil, of: 3, in: .milliseconds(40), busy: .milliseconds(45), at: .seconds(2))
    let statistics = tally.statistics(at: .seconds(4))
    #expect(statistics.openings == 1)
    #expect(statistics.devices.map(\.unit) == [3, 7])
    let device = try #require(statistics.devices.last)
    #expect(device.counts.requests == 5 && device.counts.answers == 1 && device.counts.exceptions == 1)
    #expect(device.counts.silences == 1 && device.counts.garbled == 1)
    #expect(statistics.counts.requests == 6 && statistics.counts.answers == 2)
    #expect(device.secondsSinceAnswer == 3)
    #expect(statistics.devices[0].secondsSinceAnswer == 2)
}

@Test func `the median is that of the last 64 answers, and a silence is none`() {
    var tally = Tally()
    for _ in 0..<100 { tally.note(nil, of: 1, in: .milliseconds(500), busy: .zero, at: .zero) }
    for milliseconds in 1...64 { tally.note(nil, of: 1, in: .milliseconds(milliseconds), busy: .zero, at: .zero) }
    tally.note(.silent, of: 1, in: .seconds(9), busy: .zero, at: .zero)
    #expect(tally.statistics(at: .zero).devices[0].medianMilliseconds == 33)
    #expect(Tally().statistics(at: .seconds(1)).devices.isEmpty)
}

@Test func `the utilisation is that of the last minutes`() {
    var tally = Tally()
    tally.note(nil, of: 1, in: .zero, busy: .seconds(30), at: .seconds(40))
    #expect(tally.statistics(at: .seconds(40)).utilisation == 0.75)
    #expect(tally.statistics(at: .seconds(90)).utilisation == 30.0 / 90)
    tally.note(nil, of: 1, in: .zero, busy: .seconds(10), at: .seconds(100))
    #expect(tally.statistics(at: .seconds(100)).utilisation == 0.4)
    #expect(tally.statistics(at: .seconds(125)).utilisation == 10.0 / 65)
    #expect(tally.statistics(at: .seconds(1000)).utilisation == 0)
}
