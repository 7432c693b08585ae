import Charging
import Testing

@testable import Metering

@Test func `what a meter leaves open is as in its profile, and then as for its bus`() throws {
    var profile = try Profiles.sdm630
    profile.limits.timeout = .milliseconds(900)
    profile.limits.pause = .milliseconds(20)
    let timing = PolledMeter(id: "garage", unit: 1, profile: profile, timing: DeviceTiming(retries: 3)).timing
    #expect(timing == DeviceTiming(timeout: .milliseconds(900), retries: 3, pause: .milliseconds(20)))
    let own = PolledMeter(id: "garage", unit: 1, profile: profile, timing: DeviceTiming(timeout: .seconds(1))).timing
    #expect(own.timeout == .seconds(1))

    let bus = SettledTiming(timeout: .milliseconds(500), retries: 1, pause: .milliseconds(50))
    let settled = bus.changed(by: timing)
    #expect(settled.timeout == .milliseconds(900) && settled.retries == 3)
    #expect(settled.pause == .milliseconds(50), "a gateway may need it")
    #expect(bus.changed(by: DeviceTiming()).timeout == .milliseconds(500))
}

@Test func `a timing has bounds`() {
    let timing = DeviceTiming(timeout: .seconds(900), retries: 99, pause: .seconds(-1))
    #expect(timing == DeviceTiming(timeout: .seconds(60), retries: 5, pause: .zero))
    #expect(DeviceTiming(timeout: .zero).timeout == .milliseconds(10))
}
