import Testing

@testable import StrictTOML

private struct Case: CustomTestStringConvertible, Sendable {
    var written: String
    var meant: String?
    var testDescription: String { "\(written) → \(meant ?? "nothing")" }
}

@Test(arguments: [
    Case(written: "baud_rate", meant: nil),
    Case(written: "bawd", meant: "baud"),
    Case(written: "devcie", meant: "device"),
    Case(written: "Parity", meant: "parity"),
    Case(written: "stopbits", meant: "stop_bits"),
    Case(written: "x", meant: nil),
])
private func `only what is near is suggested`(_ slip: Case) {
    let keys = ["baud", "device", "parity", "stop_bits", "timeout_milliseconds"]
    #expect(Suggestion.nearest(to: slip.written, among: keys) == slip.meant)
}

@Test func `a swap of neighbours is one slip`() {
    #expect(Suggestion.distance("paht", "path") == 1)
    #expect(Suggestion.distance("", "abc") == 3)
    #expect(Suggestion.distance("same", "same") == 0)
}
