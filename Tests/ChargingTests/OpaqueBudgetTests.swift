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

    private func alarm(_ type: String = "TamperDetectionActivated") -> StationEvent {
        .security(SecurityEvent(type: type, detail: String(repeating: "x", count: 255)))
    }

    @Test func `a flood of other messages does not silence a security event`() throws {
        var site = TestSite()
        while try site.say(.transferred(DataTransfer(vendor: "V", data: String(repeating: "x", count: 60_000))))
            == .recorded
        {}
        #expect(try site.say(notice(10)) == .recorded, "the last bytes are still there")
        while try site.say(notice(10)) == .recorded {}
        #expect(try site.say(alarm()) == .recorded)
        #expect(site.site.stations["CP1"]?.lastAlarm != nil)
        #expect(site.isRecoverable)
    }

    @Test func `a flood of security events silences neither the rest nor what a person has to look at`() throws {
        var site = TestSite()
        var kept = 0
        while try site.say(alarm("SettingSystemTime")) == .recorded { kept += 1 }
        #expect((400...700).contains(kept))
        #expect(try site.say(.transferred(DataTransfer(vendor: "V"))) == .recorded)
        #expect(try site.say(alarm()) == .recorded)
        // That is bounded, too.
        var alarms = 1
        while try site.say(alarm()) == .recorded { alarms += 1 }
        #expect((100...200).contains(alarms))
        #expect(try site.say(.transferred(DataTransfer(vendor: "V"))) == .recorded)
        site.clock = 3600
        #expect(try site.say(alarm("SettingSystemTime")) == .recorded)
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
