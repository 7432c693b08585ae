import Simulator
import Testing

@Test(.timeLimit(.minutes(1)))
func `a meter ends soon after it is told to`() async throws {
    for line in [SimulatedMeter.Line.tcp(), .pty] {
        let meter = try SimulatedMeter(line: line, wallClock: ManualWallClock())
        let took = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await meter.run() }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        #expect(took < .seconds(5))
    }
}

@Test func `each meter has a port of its own`() throws {
    let meters = try (0..<3).map { _ in try SimulatedMeter(line: .tcp(), wallClock: ManualWallClock()) }
    let ports = meters.compactMap { if case .tcp(let port) = $0.endpoint { port } else { nil } }
    #expect(Set(ports).count == 3)
    #expect(!ports.contains(0))
}

@Test func `a port that is taken is an error, not a crash`() throws {
    let meter = try SimulatedMeter(line: .tcp(), wallClock: ManualWallClock())
    guard case .tcp(let port) = meter.endpoint else { return }
    #expect(throws: SimulatedMeterError.self) {
        try SimulatedMeter(line: .tcp(port: UInt16(port)), wallClock: ManualWallClock())
    }
}
