import Testing

@testable import Stations

@Suite struct SubprotocolsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var offered: [String]
        var missing = MissingSubprotocol.ocpp16
        var pin: String?
        /// `nil` when none fits.
        var chosen: String?
        var testDescription: String { "\(offered) pinned to \(pin ?? "none"): \(chosen ?? "none")" }
    }

    @Test(arguments: [
        Case(offered: ["ocpp2.0.1", "ocpp1.6"], chosen: "ocpp2.0.1"),
        Case(offered: ["ocpp1.6", "ocpp2.0.1"], chosen: "ocpp1.6"),
        Case(offered: ["ocpp2.1", "ocpp2.0.1"], chosen: "ocpp2.1"),
        Case(offered: ["ocpp1.5", "OCPP2.0.1"], chosen: "OCPP2.0.1"),
        Case(offered: ["ocpp2.0.1", "ocpp1.6"], pin: "ocpp1.6", chosen: "ocpp1.6"),
        Case(offered: ["ocpp2.0.1"], pin: "ocpp1.6"),
        Case(offered: ["ocpp1.5", "ocpp2.0"]),
        Case(offered: [], chosen: ""),
        Case(offered: [], pin: "ocpp1.6", chosen: ""),
        Case(offered: [], pin: "ocpp2.0.1"),
        Case(offered: [], missing: .refuse),
    ])
    func `the station's order counts, within what is spoken here`(_ example: Case) {
        let subprotocols = Subprotocols(known: ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"], missing: example.missing)
        switch subprotocols.choose(example.offered, pin: example.pin) {
        case .speak(let chosen): #expect((chosen ?? "") == example.chosen)
        case .none(let reason):
            #expect(example.chosen == nil)
            #expect(reason.hasSuffix("."))
        }
    }
}
