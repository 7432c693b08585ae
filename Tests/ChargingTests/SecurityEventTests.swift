import Testing

@testable import Charging

struct SecurityEventTests {
    private func hear(_ type: String, _ site: inout TestSite) throws {
        try site.apply(.station("CP1", .security(SecurityEvent(type: type, detail: "seen"))))
    }

    @Test(arguments: [
        ("TamperDetectionActivated", true), ("MemoryExhaustion", true), ("SecurityLogWasCleared", true),
        ("InvalidFirmwareSignature", true), ("AttemptedReplayAttacks", true), ("FailedToAuthenticateAtCsms", true),
        ("InvalidChargePointCertificate", true), ("FirmwareUpdated", false), ("SettingSystemTime", false),
        ("StartupOfTheDevice", false), ("ResetOrReboot", false), ("VendorsOwnEvent", false),
    ])
    func `some events need a person, and ordinary ones do not`(_ type: String, _ needsPerson: Bool) {
        #expect(SecurityEvent(type: type).needsPerson == needsPerson)
    }

    @Test func `an alarm stays until a person has seen it, whatever else is told`() throws {
        var site = TestSite()
        try hear("TamperDetectionActivated", &site)
        site.clock = 60
        try hear("StartupOfTheDevice", &site)
        #expect(site.site.stations["CP1"]?.lastAlarm?.event.type == "TamperDetectionActivated")
        #expect(site.site.stations["CP1"]?.lastAlarm?.at == TestSite.at(0))
        #expect(site.site.stations["CP1"]?.lastSecurity?.event.type == "StartupOfTheDevice")
        try site.apply(.settlement(.acknowledged("CP1")))
        #expect(site.site.stations["CP1"]?.lastAlarm == nil)
        #expect(site.site.stations["CP1"]?.lastSecurity != nil)
        try hear("MemoryExhaustion", &site)
        #expect(site.site.stations["CP1"]?.lastAlarm?.event.type == "MemoryExhaustion")
        #expect(site.isRecoverable)
    }

    @Test func `what raised no alarm cannot be acknowledged`() throws {
        var site = TestSite()
        try hear("StartupOfTheDevice", &site)
        let answer = try site.apply(.settlement(.acknowledged("CP1")))
        #expect(answer == .refused("Station CP1 has raised no alarm."))
        #expect(!site.facts.contains { $0.kind == .acknowledged })
    }
}
