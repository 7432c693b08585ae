import Charging
import OCPP
import OCPP16
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct WallboxTests {
    /// Ten minutes a second.
    private let clock = ScaledClock(factor: 600)
    private var wallClock: ScaledWallClock {
        ScaledWallClock(
            clock: clock,
            start: Stamp(at: Timestamp(seconds: 1_780_000_000), boot: "boot-1", monotonic: 0, trusted: true))
    }

    @Test func `a charge is told from plug-in to plug-out`() async throws {
        let charge = ChargingPlan.Charge(tag: "AABBCCDD", duration: .minutes(3), watts: 11_000)
        try await withWallbox(clock: clock, wallClock: wallClock) {
            $0.plan = .script([charge])
        } body: { wallbox, central in
            await wallbox.settled()
            let truth = await wallbox.truth
            let transaction = try #require(truth.transactions.first)
            #expect(truth.transactions.count == 1)
            #expect(transaction.tag == "AABBCCDD")
            #expect(transaction.id == 1)
            #expect(transaction.startAcknowledged && transaction.stopAcknowledged)
            #expect(truth.contradictions == [])

            let actions = await central.actions.filter { !["Heartbeat", "StatusNotification"].contains($0) }
            #expect(
                actions.filter { $0 != "MeterValues" } == [
                    "BootNotification", "Authorize", "StartTransaction", "StopTransaction",
                ])
            #expect(actions.contains("MeterValues"))
            let start = try #require(await central.all(StartTransaction.self).first)
            let stop = try #require(await central.all(StopTransaction.self).first)
            #expect(start.meterStart.integer == transaction.startRegister)
            #expect(start.timestamp == transaction.startedAt.description)
            #expect(stop.meterStop.integer == transaction.stopRegister)
            #expect(stop.timestamp == transaction.stoppedAt?.description)
            #expect(stop.transactionId == 1)
            let states = try await central.all(StatusNotification.self).filter { $0.connectorId == 1 }.map(\.status)
            #expect(states == ["Available", "Preparing", "Charging", "Finishing", "Available"])
        }
    }

    @Test func `the link, the power and the answers fail, and the books still agree`() async throws {
        let charges = (1...6).map { number in
            ChargingPlan.Charge(
                tag: "TAG\(number)", pause: .seconds(30), duration: .minutes(4), watts: 7_360, linger: .seconds(10))
        }
        try await withWallbox(clock: clock, wallClock: wallClock) {
            $0.plan = .script(charges)
            $0.faults.dropLink = 0.15
            $0.faults.losePower = 0.03
            $0.faults.duplicate = 0.2
        } body: { wallbox, central in
            await wallbox.settled()
            let truth = await wallbox.truth
            #expect(truth.contradictions == [])
            #expect(truth.transactions.allSatisfy { $0.startAcknowledged && $0.stopAcknowledged })
            // However often a message was told, it was always the same.
            let starts = Set(try await central.all(StartTransaction.self))
            let stops = Set(try await central.all(StopTransaction.self))
            #expect(starts.count == truth.transactions.count)
            #expect(stops.count == truth.transactions.count)
            let told =
                stops.compactMap(\.meterStop.integer).reduce(0, +)
                - starts.compactMap(\.meterStart.integer).reduce(0, +)
            #expect(told == truth.transactions.compactMap(\.energy).reduce(0, +))
            #expect(told > 0)
            let heard = await central.received.count
            #expect(heard >= truth.acknowledgedCount)
        }
    }

    @Test func `what happened offline is told in order, with the times it happened`() async throws {
        let clock = ManualClock()
        let wallClock = ManualWallClock()
        try await withWallbox(clock: clock, wallClock: wallClock) { _ in
        } body: { wallbox, central in
            await central.received("StatusNotification", count: 2)
            await central.setOpen(false)
            await wallbox.cutLink()
            await wallbox.lostLink()
            // One samples, one waits to dial again.
            await clock.sleepers(2)
            let began = wallClock.now.at
            #expect(await wallbox.startCharging(connector: 1, tag: "OFFLINE", watts: 3600))
            wallClock.advance(by: .minutes(30))
            await wallbox.stopCharging(connector: 1)
            await central.setOpen(true)
            clock.advance(by: .seconds(30))
            await central.received("StopTransaction")

            let start = try #require(await central.all(StartTransaction.self).first)
            let stop = try #require(await central.all(StopTransaction.self).first)
            #expect(start.timestamp == began.description)
            #expect(start.meterStart.integer == 1_000_000)
            #expect(stop.timestamp == (began + .minutes(30)).description)
            #expect(stop.meterStop.integer == 1_001_800)
            #expect(stop.transactionId == 1)
            // It only lost the link, so it does not boot again (OCPP-J 1.6, section 5).
            #expect(await central.actions.count { $0 == "BootNotification" } == 1)
        }
    }

    @Test func `a message that is refused is told again until it is taken`() async throws {
        try await withWallbox(clock: clock, wallClock: wallClock) {
            $0.plan = .script([ChargingPlan.Charge(tag: "A", duration: .minutes(1))])
            $0.faults.freshID = 0
        } body: { wallbox, central in
            await central.refuse("StartTransaction", times: 3)
            await wallbox.settled()
            let starts = await central.received.filter { $0.action == "StartTransaction" }
            #expect(starts.count == 4)
            #expect(Set(starts.map(\.id)).count == 1)
            #expect(Set(starts.map(\.payload.verbatim)).count == 1)
            let stops = try await central.all(StopTransaction.self)
            #expect(stops.map(\.transactionId) == [1])
        }
    }

    @Test func `a tag that may not charge does not charge`() async throws {
        try await withWallbox(clock: clock, wallClock: wallClock) {
            $0.plan = .script([ChargingPlan.Charge(tag: "BAD", duration: .minutes(1))])
        } body: { wallbox, central in
            await central.answerTags(with: .blocked)
            await wallbox.settled()
            #expect(await wallbox.truth.transactions == [])
            #expect(await !central.actions.contains("StartTransaction"))
        }
    }

    @Test func `it says who it is`() async throws {
        try await withWallbox {
            $0.password = [0, 1, 2, 0xFF]
        } body: { _, central in
            await central.received("BootNotification")
            let handshake = try #require(await central.handshakes.first)
            #expect(handshake.path == "/ocpp/CP%201")
            #expect(handshake.authorization == "Basic Q1AgMToAAQL/")
            #expect(handshake.subprotocols == ["ocpp1.6"])
        }
    }

    @Test func `samples come with every interval`() async throws {
        let clock = ManualClock()
        let wallClock = ManualWallClock()
        try await withWallbox(clock: clock, wallClock: wallClock) {
            $0.sampleInterval = 60
        } body: { wallbox, central in
            await central.received("StatusNotification", count: 2)
            await wallbox.startCharging(connector: 1, tag: "A", watts: 6900)
            await central.received("StartTransaction")
            wallClock.advance(by: .minutes(1))
            clock.advance(by: .minutes(1))
            await central.received("MeterValues")
            let values = try #require(await central.all(MeterValues.self).first)
            #expect(values.transactionId == 1)
            #expect(values.meterValue.first?.sampledValue.map(\.value) == ["1000115", "6900", "10.0"])
        }
    }
}
