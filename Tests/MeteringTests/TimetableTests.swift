import Charging
import Testing

@testable import Metering

private struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var interval = Duration.seconds(10)
    var secondsPast: Duration
    var silences = 0
    var pause: Duration
}

@Test(arguments: [
    Case(testDescription: "on time", secondsPast: .zero, pause: .seconds(10)),
    Case(testDescription: "the visit took a while", secondsPast: .milliseconds(300), pause: .milliseconds(9700)),
    Case(testDescription: "woken early", secondsPast: .milliseconds(9999), pause: .milliseconds(10_001)),
    Case(testDescription: "started in between", secondsPast: .seconds(4), pause: .seconds(6)),
    Case(
        testDescription: "an interval that does not meet the quarter of an hour", interval: .seconds(7),
        secondsPast: .seconds(899), pause: .seconds(1)),
    Case(
        testDescription: "an interval longer than a quarter of an hour", interval: .seconds(3600), secondsPast: .zero,
        pause: .seconds(900)),
    Case(testDescription: "two misses", secondsPast: .zero, silences: 2, pause: .seconds(10)),
    Case(testDescription: "silent", secondsPast: .zero, silences: 3, pause: .seconds(20)),
    Case(testDescription: "silent for longer", secondsPast: .zero, silences: 4, pause: .seconds(40)),
    Case(testDescription: "silent for an hour", secondsPast: .seconds(1), silences: 60, pause: .seconds(59)),
    Case(
        testDescription: "a long interval", interval: .seconds(900), secondsPast: .zero, silences: 9,
        pause: .seconds(900)),
])
private func `the next visit`(_ visit: Case) {
    let hour = Timestamp(seconds: 1_780_002_000)
    let pause = Timetable(interval: visit.interval).pause(after: hour + visit.secondsPast, silences: visit.silences)
    #expect(pause == visit.pause)
}

@Test func `a visit is that of the quarter of an hour when it begins soon after it`() {
    let hour = Timestamp(seconds: 1_780_002_000)
    let timetable = Timetable(interval: .seconds(10))
    #expect(timetable.isQuarterHour(hour))
    #expect(timetable.isQuarterHour(hour + .milliseconds(899_999)))
    #expect(timetable.isQuarterHour(hour + .seconds(9)))
    #expect(!timetable.isQuarterHour(hour + .seconds(10)))
    #expect(Timetable(interval: .seconds(900)).isQuarterHour(hour + .seconds(59)))
    #expect(!Timetable(interval: .seconds(900)).isQuarterHour(hour + .seconds(60)))
}
