import Charging
import Journal
import OCPP
import OCPP16
import Simulator
import Testing

@testable import Uplinks

/// A CSMS that hangs: its kernel keeps the connection open, and it reads nothing, answers nothing and notices nothing.
@Suite(.timeLimit(.minutes(1))) struct SupervisionTests {
    /// As many pings as there are in less than a minute.
    private static func pings(_ way: StationWay) -> Int {
        let interval = way.link.configuration.pingInterval
        return Int((Duration.seconds(60) - .microseconds(1)) / interval)
    }

    @Test func `one that hangs is noticed by ping in under a minute, and nothing is lost`() async throws {
        try await WaySite.with(.init("generic")) { site in
            await site.way.isOnline()
            try await site.charge()
            await site.know { $0.stops.count == 1 && $0.statuses[1] == "Available" }
            // Once this is answered all before it is.
            _ = try await site.way.link.call(Heartbeat())
            // The worst moment: it was heard since the last ping.
            await site.hang()
            for _ in 1...Self.pings(site.way) {
                await site.way.isIdle()
                site.way.clock.advance(by: site.way.link.configuration.pingInterval)
            }
            await site.way.isAway()
            #expect(await site.way.outcome()?.trouble.code == "lost")
            #expect(site.books.isConnected, "the other side still believes in it")
            #expect(site.books.connections == 1)

            try await site.charge()
            site.csms.set(nil)
            await site.way.comeBack()
            await site.know { $0.stops.count == 2 }
            #expect(site.books.connections == 2)
            #expect(site.books.transactions.map(\.energy) == [5000, 5000])
            #expect(site.books.transactions.map(\.startsTold) == [1, 1])
            #expect(site.books.violations == [])
        }
    }

    @Test func `one that hangs while it is told something is noticed by its silence`() async throws {
        try await WaySite.with(.init("generic")) { site in
            await site.way.isOnline()
            await site.way.isIdle()
            await site.hang()
            let transaction = try await site.site.start()
            // Its answer is waited for, too.
            await site.way.clock.sleepers(3)
            let timeout = site.way.link.configuration.callTimeout
            #expect(timeout < .seconds(60))
            site.way.clock.advance(by: timeout)
            await site.way.isAway()
            #expect(await site.way.outcome()?.trouble.summary.contains("silent") == true)
            #expect(site.books.isConnected)
            #expect(site.books.transactions.isEmpty)

            try await site.site.end(transaction)
            site.csms.set(nil)
            await site.way.comeBack()
            await site.knowInTime { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.books.transactions.map(\.startsTold) == [1])
            #expect(site.books.violations == [])
        }
    }

    @Test func `one that answers pings is kept`() async throws {
        try await WaySite.with(.init("generic")) { site in
            await site.way.isOnline()
            for _ in 1...10 {
                await site.way.isIdle()
                site.way.clock.advance(by: site.way.link.configuration.pingInterval)
                // Once the ping is out; its pong comes before this answer.
                await site.way.isIdle()
                _ = try await site.way.link.call(Heartbeat())
            }
            #expect(site.books.connections == 1)
            #expect(site.way.link.online?.number == 1)
        }
    }
}

extension WaySite {
    /// The CSMS hangs from now on.
    fileprivate func hang() async {
        csms.set(.halfDead)
        await know { $0.isFrozen }
    }
}

extension StationWay {
    /// It sleeps until the next heartbeat and the next ping.
    fileprivate func isIdle() async { await clock.sleepers(2) }
}
