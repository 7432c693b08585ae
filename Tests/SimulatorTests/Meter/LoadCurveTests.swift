import Charging
import Testing

@testable import Simulator

private struct Case: CustomTestStringConvertible, Sendable {
    var after: Duration
    var watts: Int64
    var remaining: Duration?
    var testDescription: String { "\(after)" }
}

@Test(arguments: [
    Case(after: .zero, watts: 100, remaining: .seconds(10)),
    Case(after: .seconds(9), watts: 100, remaining: .seconds(1)),
    Case(after: .seconds(10), watts: -20, remaining: .seconds(5)),
    Case(after: .seconds(15), watts: 0, remaining: nil),
])
private func `a curve goes step by step and then rests`(_ moment: Case) {
    let curve = LoadCurve([.init(.seconds(10), watts: 100), .init(.seconds(5), watts: -20)])
    let (watts, remaining) = curve.watts(after: moment.after.microseconds)
    #expect(watts == moment.watts)
    #expect(remaining == moment.remaining?.microseconds)
}

@Test func `a repeating curve starts again`() {
    let curve = LoadCurve([.init(.seconds(10), watts: 100), .init(.seconds(5), watts: -20)], repeats: true)
    #expect(curve.watts(after: Duration.seconds(16).microseconds) == (100, 9_000_000))
}

@Test func `a curve without steps draws nothing`() {
    #expect(LoadCurve([], repeats: true).watts(after: 5) == (0, nil))
}
