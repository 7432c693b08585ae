import Testing

@testable import Charging

@Suite struct OpaqueBudgetTests {
    private func notice(_ bytes: Int) -> StationEvent {
        .notice(Notice(action: "NotifyEvent", dialect: "ocpp2.0.1", payload: String(repeating: "x", count: bytes)))
    }

    @Test func `a station that never stops telling fills its budget and not the disk`() throws {
        var site = TestSite()
        var kept = 0
        for _ in 0..<100 where try site.say(notice(200_000)) == .recorded { kept += 1 }
        #expect(kept == 39)
        #expect(try site.say(notice(200_000)) == .skipped)
        // Its sessions are kept all the same.
        let id = try site.start()
        try site.stop(Int64(id.number), register: 2000)
        #expect(site.facts.contains { $0.kind == .transactionEnded })
        #expect(site.isRecoverable)
    }

    @Test func `the next hour there is room again`() throws {
        var site = TestSite()
        for _ in 0..<41 { try site.say(notice(200_000)) }
        site.clock = 3600
        #expect(try site.say(notice(200_000)) == .recorded)
    }

    @Test func `a full device model fits`() throws {
        var site = TestSite()
        let variables = (0..<2000).map { number in
            DeviceVariable(name: VariableName(component: "Connector", variable: "V\(number)"), value: "1")
        }
        #expect(try site.say(.variables(DeviceReport(variables: variables))) == .recorded)
    }
}
