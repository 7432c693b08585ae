import Gateway
import Testing

@Suite(.timeLimit(.minutes(1))) struct BindingsTests {
    @Test func `it is complete once wallboxes, the socket and the page have their place`() async throws {
        let bindings = Bindings(hasPage: true)
        async let completion: Void = bindings.complete()
        bindings.boundStations(9000)
        bindings.boundSocket()
        #expect(bindings.ports.console == nil)
        bindings.boundConsole(9080)
        try await completion
        try await bindings.complete()
        #expect(bindings.ports.stations == 9000)
        #expect(bindings.ports.console == 9080)
    }

    @Test func `a page that is off is not waited for`() async throws {
        let bindings = Bindings(hasPage: false)
        bindings.boundSocket()
        bindings.boundStations(9000)
        try await bindings.complete()
    }

    /// A listener that cannot be bound cancels the others, and with them whoever waits for all.
    @Test func `whoever is cancelled waits no longer`() async {
        let bindings = Bindings(hasPage: true)
        bindings.boundStations(9000)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await #expect(throws: CancellationError.self) { try await bindings.complete() }
                    return true
                }
            }
            group.cancelAll()
            await group.waitForAll()
        }
    }
}
