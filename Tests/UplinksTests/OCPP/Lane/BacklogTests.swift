import Charging
import Journal
import OCPP
import OCPP16
import Synchronization
import Testing
import Uplinks

/// What waited while the CSMS was away, and crashes while it goes out.
@Suite struct BacklogTests {
    @Test(arguments: [false, true])
    func `what a crash interrupts arrives whole, and every start of it in the same words`(isBacklog: Bool) async throws
    {
        for lastsFor in 1...12 {
            let calls = Mutex(0)
            let script = LaneLink.obedient(butFor: "StopTransaction") {
                calls.withLock { count in
                    count += 1
                    return count == lastsFor ? .disconnected : nil
                }
            }
            try await LaneSite.with(script) { site in
                for _ in 0..<10 { try await site.site.charge() }
                if isBacklog { await site.recordedBeforeConnecting() }
                while try await site.deliver(site.lane()) != nil {}
                let starts = site.link.calls(StartTransaction.self)
                let told = Dictionary(grouping: starts, by: \.timestamp)
                #expect(told.count == 10)
                #expect(told.values.allSatisfy { Set($0).count == 1 }, "a start that is told again says the same")
                #expect(Set(site.link.calls(StopTransaction.self).map(\.meterStop.text)).count == 1)
                #expect(site.link.calls(StopTransaction.self).count <= 11)
                #expect(site.parked == [])
            }
        }
    }

    @Test func `in a backlog many starts share a wait for the disk, and live ones do not`() async throws {
        for isBacklog in [true, false] {
            try await LaneSite.with { site in
                for _ in 0..<40 { try await site.site.charge() }
                if isBacklog { await site.recordedBeforeConnecting() }
                try await site.deliver(site.lane())
                #expect(site.link.calls(StartTransaction.self).count == 40)
                #expect(isBacklog ? site.scratch.saves < 15 : site.scratch.saves > 40, "\(site.scratch.saves) saves")
            }
        }
    }

    @Test func `after a crash every start that was promised may have been sent, and none behind that`() async throws {
        let starts = Mutex(0)
        let script = LaneLink.obedient(butFor: "StartTransaction") {
            starts.withLock { count in
                count += 1
                return count == 3 ? .disconnected : nil
            }
        }
        try await LaneSite.with(script) { site in
            for _ in 0..<60 { try await site.site.charge() }
            await site.recordedBeforeConnecting()
            #expect(try await site.deliver(site.lane()) != nil)
            // The box is killed, and what was not written is forgotten.
            let promised = try #require(site.memory.promisedThrough)
            #expect(promised <= site.memory.doneThrough + 128)
            let lane = site.lane()
            var ambiguous: Set<TransactionID> = []
            var started: [TransactionID: Int64] = [:]
            for entry in try await site.site.journal.entries(after: site.position, kinds: lane.kinds, limit: 1000) {
                if case .transactionStarted(let start) = entry.fact { started[start.id] = entry.seq }
                let delivery = try await lane.deliver([entry], scratch: site.scratch)
                try await site.scratch.save(try #require(delivery.scratch))
                ambiguous.formUnion(site.memory.transactions.filter(\.isAmbiguous).map(\.id))
            }
            #expect(ambiguous == Set(started.filter { $0.value <= promised }.keys))
            #expect(ambiguous.count > 5 && ambiguous.count < 40)
        }
    }
}
