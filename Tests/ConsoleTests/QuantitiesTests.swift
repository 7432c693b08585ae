import Charging
import Console
import Testing

struct QuantitiesTests {
    struct Case: Sendable {
        var given: Int64
        var words: String
    }

    @Test(arguments: [
        Case(given: 0, words: "0.00 kWh"), Case(given: 4, words: "0.00 kWh"), Case(given: 5, words: "0.01 kWh"),
        Case(given: 18_420, words: "18.42 kWh"), Case(given: -1505, words: "-1.51 kWh"),
        Case(given: 999_999, words: "1000.00 kWh"),
    ])
    func `energy is told in hundredths of a kilowatt-hour`(_ energy: Case) {
        #expect(Energy(wattHours: energy.given).words == energy.words)
    }

    @Test(arguments: [
        Case(given: 10_980, words: "11.0 kW"), Case(given: 49, words: "0.0 kW"), Case(given: -250, words: "-0.3 kW"),
    ])
    func `power is told in tenths of a kilowatt`(_ watts: Case) { #expect(power(watts: watts.given) == watts.words) }

    @Test(arguments: [
        Case(given: -5, words: "0 s"), Case(given: 59, words: "59 s"), Case(given: 60, words: "1 min"),
        Case(given: 3600, words: "1 h"), Case(given: 14_100, words: "3 h 55 min"),
        Case(given: 172_800, words: "2 days"),
    ])
    func `a span is told as coarsely as people think of it`(_ span: Case) {
        #expect(Duration.seconds(span.given).words == span.words)
    }

    @Test(arguments: [
        Case(given: 0, words: "0 kB"), Case(given: 1, words: "1 kB"), Case(given: 999_999, words: "1000 kB"),
        Case(given: 48_700_000, words: "48.7 MB"), Case(given: 2_000_000_000, words: "2.0 GB"),
    ])
    func `a size is told in units of a thousand`(_ bytes: Case) { #expect(size(bytes: bytes.given) == bytes.words) }
}
