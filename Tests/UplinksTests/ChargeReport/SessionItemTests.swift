import Charging
import Testing

@testable import Uplinks

@Suite struct SessionItemTests {
    @Test func `the bytes are those of the contract`() throws {
        let session = Session.sample(
            start: try #require(ISO8601("2026-04-14T16:30:00.999Z")).timestamp,
            end: try #require(ISO8601("2026-04-15T04:45:00.5Z")).timestamp, wattHours: 32_549)
        let json =
            #"{"carConnected":"2026-04-14T18:30:00+02:00","carDisconnected":"2026-04-15T06:45:00+02:00","#
            + #""kiloWattHours":32.5}"#
        #expect(try SealingRules.sample().seal(session, seq: 7) == .sealed(SessionItem(seq: 7, json: json)))
    }

    @Test func `a session over the change of the clocks has two offsets`() throws {
        let session = Session.sample(
            start: try #require(ISO8601("2026-03-28T21:00:00Z")).timestamp,
            end: try #require(ISO8601("2026-03-29T05:00:00Z")).timestamp)
        guard case .sealed(let item) = try SealingRules.sample().seal(session, seq: 1) else {
            Issue.record("not sealed")
            return
        }
        #expect(item.json.contains(#""carConnected":"2026-03-28T22:00:00+01:00""#))
        #expect(item.json.contains(#""carDisconnected":"2026-03-29T07:00:00+02:00""#))
    }

    struct Rounding: Sendable, CustomTestStringConvertible {
        var wattHours: Int64
        var text: String
        var testDescription: String { "\(wattHours) Wh" }
    }

    static let roundings = [
        Rounding(wattHours: 50, text: "0.1"), Rounding(wattHours: 149, text: "0.1"),
        Rounding(wattHours: 150, text: "0.2"), Rounding(wattHours: 249, text: "0.2"),
        Rounding(wattHours: 250, text: "0.3"), Rounding(wattHours: 350, text: "0.4"),
        Rounding(wattHours: 949, text: "0.9"), Rounding(wattHours: 950, text: "1.0"),
        Rounding(wattHours: 32_000, text: "32.0"), Rounding(wattHours: 100_050, text: "100.1"),
        Rounding(wattHours: 99_999_949, text: "99999.9"),
    ]

    @Test(arguments: roundings)
    func `energy has one decimal, rounded half away from zero`(_ rounding: Rounding) throws {
        let sealing = try SealingRules.sample().seal(.sample(wattHours: rounding.wattHours), seq: 1)
        guard case .sealed(let item) = sealing else {
            Issue.record("\(sealing)")
            return
        }
        #expect(item.json.hasSuffix(#""kiloWattHours":\#(rounding.text)}"#))
    }

    @Test func `what is not meant for this uplink is withheld`() throws {
        let rules = try SealingRules.sample(stations: ["CP1"])
        let elsewhere = rules.seal(.sample(station: "CP2"), seq: 1)
        let small = rules.seal(.sample(wattHours: 49), seq: 1)
        #expect(elsewhere == .withheld(reason: "station CP2 is not reported here"))
        #expect(small == .withheld(reason: "49 Wh is less than the smallest reported energy"))
    }

    @Test func `what cannot be told truthfully is parked, never repaired`() throws {
        let rules = try SealingRules.sample()
        let start = Session.beginning
        let backwards = rules.seal(.sample(start: start, end: start - .seconds(1)), seq: 1)
        let unknown = rules.seal(.sample(wattHours: nil), seq: 1)
        let negative = rules.seal(.sample(wattHours: -100), seq: 1)
        let flagged = rules.seal(.sample(flags: [.registerBackwards]), seq: 1)
        // A station without a clock told both only after an outage.
        let brief = rules.seal(.sample(start: start, end: start + .milliseconds(900)), seq: 1)
        // How a register spells "unknown" in 32 bits.
        let absurd = rules.seal(.sample(wattHours: 4_294_967_295), seq: 1)
        var open = Session.sample()
        open.pluggedOut = nil
        for sealing in [backwards, unknown, negative, flagged, brief, absurd, rules.seal(open, seq: 1)] {
            guard case .parked(let reason) = sealing else {
                Issue.record("\(sealing)")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }
}
