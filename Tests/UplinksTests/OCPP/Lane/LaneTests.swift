import Charging
import Journal
import OCPP
import OCPP16
import Simulator
import Synchronization
import Testing
import Uplinks

@Suite struct LaneTests {
    private static let refused = CallFailure.refused(CallError(.internalError, "No such place."))

    @Test func `a session is told from start to stop, under the id the CSMS gave`() async throws {
        try await LaneSite.with { site in
            try await site.site.charge()
            #expect(try await site.deliver(site.lane()) == nil)
            #expect(site.remarks == [])
            #expect(
                site.link.actions == [
                    "StatusNotification", "StartTransaction", "StopTransaction", "StatusNotification",
                ])
            let start = try #require(site.link.calls(StartTransaction.self).first)
            let stop = try #require(site.link.calls(StopTransaction.self).first)
            #expect(stop.transactionId == 4711)
            #expect(try #require(Int(stop.meterStop.text)) - (try #require(Int(start.meterStart.text))) == 5000)
            #expect(site.position == (await site.site.journal.lastSeq()))
        }
    }

    @Test func `what was told is not told again by a lane that starts anew, which still knows the id`() async throws {
        try await LaneSite.with { site in
            let start = site.site.wallClock.now.at
            try await site.site.say(
                .started(TransactionStart(evse: 1, tag: "TAG", register: ExactDecimal(1_000), timestamp: start)))
            try await site.deliver(site.lane())
            site.site.wallClock.advance(by: .minutes(5))
            let id = try #require(await site.site.journal.site().stations["CP1"]?.drafts.first?.session.transaction)
            try await site.site.say(
                .ended(
                    TransactionEnd(
                        transaction: Int64(id.number), register: ExactDecimal(3_500),
                        timestamp: site.site.wallClock.now.at)))
            try await site.deliver(site.lane())
            #expect(site.link.actions == ["StatusNotification", "StartTransaction", "StopTransaction"])
            #expect(site.link.calls(StopTransaction.self).first?.transactionId == 4711)
        }
    }

    @Test func `a stop that waited for the meter goes out as soon as that was read, whatever was told meanwhile`()
        async throws
    {
        try await LaneSite.with(rules: SiteRules(meterOfStation: ["CP1": "garage"])) { site in
            try await site.site.read("500000")
            let transaction = try await site.site.start()
            try await site.site.end(transaction)
            let lane = site.lane()
            let entries = try await site.site.journal.entries(after: 0, kinds: lane.kinds, limit: 100)
            // The start is told, and the stop not.
            let first = try await lane.deliver(entries, scratch: site.scratch)
            #expect(site.link.actions.contains("StartTransaction") && !site.link.actions.contains("StopTransaction"))
            try await site.site.read("505000")
            let rest = entries.filter { $0.seq > first.through }
            _ = try await lane.deliver(rest, scratch: site.scratch)
            #expect(site.link.actions.last == "StopTransaction")
        }
    }

    @Test func `a connector that was told of nowhere is told of before its first transaction, and once`() async throws {
        try await LaneSite.with { site in
            for _ in 1...2 {
                let transaction = try await site.site.start(evse: 2)
                try await site.site.end(transaction)
            }
            try await site.deliver(site.lane())
            #expect(
                site.link.actions.filter { $0 != "MeterValues" }
                    == [
                        "StatusNotification", "StartTransaction", "StopTransaction", "StartTransaction",
                        "StopTransaction",
                    ])
            let status = try #require(site.link.calls(StatusNotification.self).first)
            #expect((status.connectorId, status.status.rawValue) == (2, "Charging"))
        }
    }

    @Test func `a start nobody wants to wait for is parked by a person, and the next session goes on`() async throws {
        let script = LaneLink.obedient(butFor: "StartTransaction") { .timedOut }
        try await LaneSite.with(script) { site in
            try await site.site.charge()
            let lane = site.lane()
            #expect(try await site.deliver(lane)?.trouble.code == "unanswered")
            let stuck = try #require(
                try await site.site.journal.entries(after: site.position, kinds: lane.kinds, limit: 1).first)
            guard case .transactionStarted = stuck.fact else { throw CancellationError() }
            let delivery = try #require(try await lane.park(stuck, because: "No answer.", scratch: site.scratch))
            #expect(delivery.through == stuck.seq)
            #expect(delivery.outcomes.map(\.verdict) == [.parked(reason: "Parked by a person. No answer.")])

            site.take(delivery)
            site.link.answer(LaneLink.obedient())
            try await site.site.charge()
            #expect(try await site.deliver(lane) == nil)
            #expect(site.link.calls(StopTransaction.self).count == 1, "the stop of the parked one waits with it")
        }
    }

    @Test func `a start that is refused three times is parked, and only its own transaction waits with it`()
        async throws
    {
        let refusals = Mutex(0)
        let script = LaneLink.obedient(butFor: "StartTransaction") {
            refusals.withLock { count in
                count += 1
                return count <= 3 ? Self.refused : nil
            }
        }
        try await LaneSite.with(script) { site in
            try await site.site.charge()
            try await site.site.charge()
            let lane = site.lane()
            var waits: [DeliveryError.Course] = []
            while let error = try await site.deliver(lane) { waits.append(error.course) }
            #expect(waits == [.wait(.seconds(10)), .wait(.seconds(20))])
            #expect(site.parked.count == 1)
            let stops = site.link.calls(StopTransaction.self)
            #expect(stops.map(\.transactionId) == [4711], "the second session goes, the first one's stop waits")
            let parked = try #require(try await site.site.journal.entry(site.parked[0]))
            #expect(try await site.retry(parked, lane)?.verdict == .accepted || true)
            try await site.site.charge()
            try await site.deliver(lane)
            #expect(
                site.link.calls(StopTransaction.self).map(\.transactionId) == [4711, 4712, 4713],
                "once the start is taken, its stop follows")
        }
    }

    @Test func `no answer, however often, is no refusal`() async throws {
        let failures = Mutex([CallFailure.timedOut, .timedOut, .timedOut, .timedOut, .busy, .disconnected])
        let script = LaneLink.obedient(butFor: "StopTransaction") {
            failures.withLock { $0.popLast() }
        }
        try await LaneSite.with(script) { site in
            try await site.site.charge()
            let lane = site.lane()
            var attempts = 0
            while try await site.deliver(lane) != nil { attempts += 1 }
            #expect(attempts == 6)
            #expect(site.parked == [])
            #expect(site.memory.transactions.map(\.phase) == [.ended])
        }
    }

    @Test func `a start whose answer was lost is sent again to the letter, and remembered as ambiguous`() async throws {
        let isFirst = Mutex(true)
        let script = LaneLink.obedient(butFor: "StartTransaction") {
            isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst ? .disconnected : nil
            }
        }
        try await LaneSite.with(script) { site in
            try await site.site.charge()
            #expect(try await site.deliver(site.lane()) != nil)
            // The box was restarted meanwhile.
            #expect(try await site.deliver(site.lane()) == nil)
            let starts = site.link.calls(StartTransaction.self)
            #expect(starts.count == 2)
            #expect(Set(starts).count == 1)
            #expect(site.memory.transactions.map(\.isAmbiguous) == [true])
            let id = try #require(site.memory.transactions.first?.id)
            #expect(site.remarks.map(\.code) == ["repeated"])
            #expect(site.remarks.first?.summary.contains("transaction \(id) ") == true)
        }
    }

    @Test func `where a cloud would take it for another one, a start whose answer was lost waits for a person`()
        async throws
    {
        let script = LaneLink.obedient(butFor: "StartTransaction") { .timedOut }
        var preset = Preset(name: "forgetful")
        preset.ambiguousStart = .park
        try await LaneSite.with(script) { [preset] site in
            try await site.site.charge()
            let lane = site.lane(preset: preset)
            while try await site.deliver(lane) != nil {}
            #expect(site.link.actions.count { $0 == "StartTransaction" } == 1)
            #expect(site.parked.count == 1)
            #expect(!site.link.actions.contains("StopTransaction"))
        }
    }

    @Test func `what a CSMS does not support is left out from then on, and nothing else`() async throws {
        let script = LaneLink.obedient(butFor: "StatusNotification") { .refused(CallError(.notImplemented)) }
        try await LaneSite.with(script) { site in
            try await site.site.charge()
            try await site.site.charge()
            #expect(try await site.deliver(site.lane()) == nil)
            #expect(site.link.actions.count { $0 == "StatusNotification" } == 1)
            #expect(site.link.actions.count { $0 == "StopTransaction" } == 2)
            #expect(site.parked == [])
        }
    }

    @Test func `an id of 0 with a refused tag is a refusal`() async throws {
        let script: LaneLink.Script = { call throws(CallFailure) in
            call is StartTransaction ? #"{"transactionId":0,"idTagInfo":{"status":"Invalid"}}"# : "{}"
        }
        try await LaneSite.with(script) { site in
            try await site.site.charge()
            #expect(try await site.deliver(site.lane()) == nil)
            #expect(site.parked.count == 1)
            #expect(!site.link.actions.contains("StopTransaction"))
        }
    }

    @Test func `a tag that is refused after the start ends the transaction where that is wanted`() async throws {
        for lateRefusal in Lane.LateRefusal.allCases {
            try await LaneSite.with(LaneLink.obedient(tag: "Blocked")) { site in
                try await site.site.say(
                    .started(
                        TransactionStart(
                            evse: 1, tag: "TAG", register: ExactDecimal(1_000),
                            timestamp: site.site.wallClock.now.at)))
                try await site.deliver(site.lane(controls: true, lateRefusal: lateRefusal))
                #expect(site.control.answers.map(\.status) == [.blocked])
                #expect(site.control.commands.count == (lateRefusal == .stop ? 1 : 0))
            }
        }
    }

    @Test func `a CSMS that only listens decides about no tag`() async throws {
        try await LaneSite.with(LaneLink.obedient(tag: "Blocked")) { site in
            try await site.site.charge()
            try await site.deliver(site.lane(controls: false, lateRefusal: .stop))
            #expect(site.control.answers == [])
            #expect(site.control.commands == [])
        }
    }

    @Test func `a backlog does not hold up the state of the connectors`() async throws {
        try await LaneSite.with { site in
            for _ in 0..<40 { try await site.site.charge() }
            try await site.site.say(.status(ConnectorStatus(evse: 1, state: .faulted, errorCode: "GroundFailure")))
            let last = await site.site.journal.lastSeq()
            site.link.go(
                online: Online(number: 1, statusThrough: last - 1, statuses: [:], dialect: .ocpp16))
            try await site.deliver(site.lane())
            let faulted = try #require(
                site.link.calls.firstIndex { ($0 as? StatusNotification)?.status.rawValue == "Faulted" })
            let stops = site.link.actions.prefix(faulted).count { $0 == "StopTransaction" }
            #expect(stops < 12, "told after \(stops) of 40 sessions")
            #expect(site.link.calls(StatusNotification.self).count == 1, "old states are not told")
        }
    }

    @Test func `the CSMS is asked about a tag, and not where it does not take the question`() async throws {
        try await LaneSite.with(LaneLink.obedient(tag: "Expired")) { site in
            #expect(await site.lane().authorize("TAG")?.status == .expired)
            var preset = Preset(name: "few")
            preset.takes = ["StartTransaction"]
            #expect(await site.lane(preset: preset).authorize("TAG") == nil)
            site.link.go(online: nil)
            #expect(await site.lane().authorize("TAG") == nil)
        }
    }
}
