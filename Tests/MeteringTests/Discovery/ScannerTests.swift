import Charging
import Metering
import Simulator
import Testing

@Suite(.timeLimit(.minutes(1))) struct ScannerTests {
    private static let profiles = Profiles.all.compactMap { try? MeterProfile(path: Profiles.folder + "/" + $0) }

    private func scan(
        _ addresses: [BusAddress], units: [UInt8], progress: (Scanner.Progress) -> Void = { _ in }
    ) async throws -> [Scanner.Device] {
        let scanner = Scanner(profiles: Self.profiles, clock: ManualClock(), logger: quiet)
        return try await scanner.scan(
            ScanPlan(addresses: addresses, units: units, patience: .milliseconds(200)), progress: progress)
    }

    @Test func `those on a line are found, and those that are not there are passed over`() async throws {
        let line = try SimulatedLine(.pty, units: [2, 4], wallClock: ManualWallClock())
        guard case .serial(let device) = line.endpoint else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await line.run() }
            defer { group.cancelAll() }
            var steps: [Int] = []
            let found = try await scan([.serial(SerialSettings(device: device))], units: [1, 2, 3, 4]) {
                steps.append($0.step)
                #expect($0.steps == 4)
            }
            #expect(found.map(\.unit) == [2, 4])
            #expect(steps == [0, 1, 2, 3])
            // An SDM630 does not say what it is, but shows three phases.
            let models = try #require(found.first?.candidates)
            #expect(models.contains { $0.profile.model == "SDM630" && $0.strength == .plausible })
            #expect(models.first?.profile.registers.contains { $0.obis == "1-0:72.7.0" } == true)
        }
    }

    @Test(arguments: [("abb-b23.toml", "B23"), ("sunspec-203.toml", "203"), ("bauer-bsm-ws36a.toml", "BSM-WS36A")])
    func `a meter that says what it is is believed`(_ file: String, _ model: String) async throws {
        let meter = try SimulatedMeter(
            profile: SimulatedProfile(path: Profiles.folder + "/" + file), line: .tcp(), serialNumber: 4711,
            wallClock: ManualWallClock())
        try await running(meter) {
            let found = try await scan([meter.address], units: [meter.unit])
            let first = try #require(found.first?.candidates.first)
            #expect(first.strength == .stated)
            #expect(first.profile.model.contains(model))
            #expect(found.first?.serialNumber?.contains("4711") == true)
        }
    }

    @Test func `one place that cannot be opened is told, one among several is passed over`() async throws {
        let nowhere = BusAddress.serial(SerialSettings(device: "/dev/ohmstead-none"))
        await #expect(throws: BusError.self) { try await scan([nowhere], units: [1]) }
        #expect(try await scan([nowhere, nowhere], units: [1, 2]).isEmpty)
    }

    @Test(arguments: [
        ("192.168.1.10", ["192.168.1.10"]), ("meter.lan", ["meter.lan"]), ("my-meter", ["my-meter"]),
        ("192.168.1.254-192.168.2.1", ["192.168.1.254", "192.168.1.255", "192.168.2.0", "192.168.2.1"]),
        ("192.168.1.9-192.168.1.8", nil), ("10.0.0.0-10.0.4.0", nil),
    ])
    func `a range of addresses is what stands between its ends`(_ text: String, _ hosts: [String]?) {
        #expect(ScanPlan.hosts(text) == hosts)
    }

    @Test func `the settings most meters leave the factory with come first`() {
        let settings = ScanPlan.settings(of: Self.profiles, device: "/dev/x")
        #expect(settings.first?.baud == 9600)
        #expect(Set(settings).count == settings.count)
        #expect(settings.count < 12)
    }

    @Test func `only units that a line can have are asked`() {
        let serial = BusAddress.serial(SerialSettings(device: "/dev/x"))
        #expect(ScanPlan(addresses: [serial, .tcp(host: "h", port: 502)], units: [0, 1, 247]).steps == 5)
    }
}
