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

    @Test(arguments: [false, true])
    func `one that hangs is noticed in under a minute, told something meanwhile or not, and nothing is lost`(
        _ isTold: Bool
    ) async throws {
        try await WaySite.with(.init("generic")) { site in
            await site.way.isOnline()
            try await site.charge()
            await site.know { $0.stops.count == 1 && $0.statuses[1] == "Available" }
            // Once this is answered all before it is.
            _ = try await site.way.link.call(Heartbeat())
            // The worst moment: it was heard since the last ping.
            site.csms.set(.halfDead)
            await site.know { $0.isFrozen }
            let told = isTold ? try await site.site.start() : 0
            for _ in 1...Self.pings(site.way) where await site.way.isIdle() {
                site.way.clock.advance(by: site.way.link.configuration.pingInterval)
            }
            await site.way.isAway()
            #expect(await site.way.outcome()?.trouble.code == "lost")
            #expect(site.books.isConnected, "the other side still believes in it")
            #expect(site.books.connections == 1)

            try await site.site.end(isTold ? told : site.site.start())
            site.csms.set(nil)
            await site.way.comeBack()
            await site.knowInTime { $0.stops.count == 2 }
            #expect(site.books.connections == 2)
            #expect(site.books.transactions.map(\.energy) == [5000, 5000])
            #expect(site.books.transactions.map(\.startsTold) == [1, 1])
            #expect(site.books.violations == [])
        }
    }

    @Test func `one that answers pings and nothing else is noticed when an answer fails to come`() async throws {
        try await WaySite.with(.init("generic")) { site in
            await site.way.isOnline()
            site.csms.set(.silent)
            let transaction = try await site.site.start()
            await site.know { $0.transactions.count == 1 }
            let timeout = site.way.link.configuration.callTimeout
            #expect(timeout < .seconds(60))
            site.way.clock.advance(by: timeout)
            await site.way.isAway()
            #expect(await site.way.outcome()?.trouble.summary.contains("silent") == true)

            site.csms.set(nil)
            try await site.site.end(transaction)
            await site.way.comeBack()
            await site.knowInTime { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.books.transactions.map(\.startsTold) == [2])
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

extension StationWay {
    /// Returns once it sleeps until the next heartbeat and the next ping; `false` when it has no connection any more.
    @discardableResult
    fileprivate func isIdle() async -> Bool {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await clock.sleepers(2) }
            group.addTask { await link.state.wait { $0.online == nil } }
            await group.next()
            group.cancelAll()
        }
        return link.online != nil
    }
}
