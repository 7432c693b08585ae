import Charging
import Journal
import OCPP
import OCPP201
import Simulator
import Synchronization
import Testing
import Uplinks

/// The numbered events of OCPP 2.0.1: one number is one event, however often it is told.
@Suite struct LaneEventTests {
    @Test func `an event is the same one when it is told again, though the state it tells of is an old one by then`()
        async throws
    {
        let isLost = Mutex(true)
        let script = LaneLink.obedient(butFor: "TransactionEvent") { isLost.withLock { $0 } ? .timedOut : nil }
        try await LaneSite.with(script, dialect: .ocpp201) { site in
            isLost.withLock { $0 = false }
            try await site.site.say(
                .started(
                    TransactionStart(
                        evse: 1, tag: "TAG", register: ExactDecimal(1_000), timestamp: site.site.wallClock.now.at)))
            #expect(try await site.deliver(site.lane()) == nil)
            // The CSMS takes the event, and its answer never arrives.
            isLost.withLock { $0 = true }
            try await site.site.say(.status(ConnectorStatus(evse: 1, state: .suspendedEV)))
            #expect(try await site.deliver(site.lane()) != nil)

            isLost.withLock { $0 = false }
            let id = try #require(await site.site.journal.site().stations["CP1"]?.drafts.first?.session.transaction)
            try await site.site.say(
                .ended(
                    TransactionEnd(
                        transaction: Int64(id.number), register: ExactDecimal(3_500),
                        timestamp: site.site.wallClock.now.at)))
            let last = await site.site.journal.lastSeq()
            site.link.go(online: Online(number: 2, statusThrough: last, statuses: [:], dialect: .ocpp201))
            #expect(try await site.deliver(site.lane()) == nil)
            #expect(
                site.link.calls(TransactionEvent.self).map { "\($0.seqNo) \($0.eventType.rawValue)" } == [
                    "0 Started", "1 Updated", "1 Updated", "2 Ended",
                ])
            // The connector is told of before its first transaction, and its state when that was new.
            #expect(
                site.link.calls(StatusNotification.self).map(\.connectorStatus.rawValue) == ["Occupied", "Occupied"],
                "an old state is not told again")
        }
    }

    @Test func `an event that may have arrived keeps its number, though a person has given it up`() async throws {
        let isLost = Mutex(false)
        let script = LaneLink.obedient(butFor: "TransactionEvent") { isLost.withLock { $0 } ? .timedOut : nil }
        try await LaneSite.with(script, dialect: .ocpp201) { site in
            try await site.site.say(
                .started(
                    TransactionStart(
                        evse: 1, tag: "TAG", register: ExactDecimal(1_000), timestamp: site.site.wallClock.now.at)))
            #expect(try await site.deliver(site.lane()) == nil)
            isLost.withLock { $0 = true }
            let id = try #require(await site.site.journal.site().stations["CP1"]?.drafts.first?.session.transaction)
            site.site.wallClock.advance(by: .seconds(1))
            let value = MeterValue(timestamp: site.site.wallClock.now.at, sampledValues: [SampledValue(value: "1001")])
            try await site.site.say(.metered(MeterReport(evse: 1, transaction: Int64(id.number), values: [value])))
            #expect(try await site.deliver(site.lane()) != nil)
            // The box was restarted meanwhile.
            let lane = site.lane()
            let stuck = try await site.site.journal.entries(after: site.position, kinds: lane.kinds, limit: 1)
            let given = try await lane.park(#require(stuck.first), because: "", scratch: site.scratch)
            site.take(try #require(given))
            isLost.withLock { $0 = false }
            try await site.site.say(
                .ended(
                    TransactionEnd(
                        transaction: Int64(id.number), register: ExactDecimal(3_500),
                        timestamp: site.site.wallClock.now.at)))
            #expect(try await site.deliver(lane) == nil)
            #expect(site.link.calls(TransactionEvent.self).map(\.seqNo) == [0, 1, 2])
        }
    }

    @Test func `what is written down of an event never says its number without its entry`() async throws {
        try await LaneSite.with(dialect: .ocpp201) { site in
            let start = TransactionStart(
                evse: 1, tag: "TAG", register: ExactDecimal(1_000), timestamp: site.site.wallClock.now.at)
            try await site.site.say(.started(start))
            let lane = site.lane()
            #expect(try await site.deliver(lane) == nil)
            let id = try #require(await site.site.journal.site().stations["CP1"]?.drafts.first?.session.transaction)
            for number in 1...50 {
                let value = SampledValue(value: "\(1_000 + number)")
                site.site.wallClock.advance(by: .seconds(1))
                let values = [MeterValue(timestamp: site.site.wallClock.now.at, sampledValues: [value])]
                try await site.site.say(
                    .metered(MeterReport(evse: 1, transaction: Int64(id.number), values: values)))
                let entries = try await site.site.journal.entries(after: site.position, kinds: lane.kinds, limit: 10)
                let delivery = try await lane.deliver(entries, scratch: site.scratch)
                // What a crash here would leave.
                let seq = try #require(entries.last?.seq)
                #expect((site.memory.doneThrough >= seq) == (site.memory[id]?.nextSeqNo == number + 1))
                site.take(delivery)
                try await site.scratch.save(#require(delivery.scratch))
            }
        }
    }
}
