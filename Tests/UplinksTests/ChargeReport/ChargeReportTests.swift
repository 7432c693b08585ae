import Charging
import FoundationEssentials
import Journal
import Simulator
import Testing
import Uplinks

/// The uplink against a simulated ChargeReport over loopback: each answer has its own consequence.
@Suite(.timeLimit(.minutes(1))) struct ChargeReportTests {
    private func verdicts(_ delivery: Delivery) -> [DeliveryOutcome.Verdict] { delivery.outcomes.map(\.verdict) }

    @Test func `a batch goes over once, in the bytes of the contract`() async throws {
        try await CloudSite.with { site in
            let delivery = try await site.uplink().deliver(Entry.finals(2), scratch: MemoryScratch())
            #expect(verdicts(delivery) == [.accepted, .accepted])
            #expect(delivery.through == 2)
            #expect(delivery.remarks.isEmpty)
            let body =
                #"{"sessions":[{"carConnected":"2026-05-28T22:26:40+02:00","#
                + #""carDisconnected":"2026-05-28T22:56:40+02:00","kiloWattHours":1.0},"#
                + #"{"carConnected":"2026-05-28T22:27:40+02:00","#
                + #""carDisconnected":"2026-05-28T22:57:40+02:00","kiloWattHours":1.1}]}"#
            #expect(site.cloud.books.requests.map(\.body) == [Array(body.utf8)])
        }
    }

    @Test func `101 sessions are two requests`() async throws {
        try await CloudSite.with { site in
            let delivery = try await site.uplink().deliver(Entry.finals(101), scratch: MemoryScratch())
            #expect(delivery.outcomes.count == 101)
            #expect(site.cloud.books.requests.map(\.status) == [200, 200])
            #expect(site.cloud.books.sessions.count == 101)
        }
    }

    struct Doubt: Sendable, CustomTestStringConvertible {
        var fault: CloudFault
        var testDescription: String { "\(fault)" }
    }

    static let doubts = [
        Doubt(fault: .takeAndDrop), Doubt(fault: .takeAndAnswer(status: 502, body: "<html>Bad Gateway</html>")),
        Doubt(fault: .takeAndAnswer(status: 500, body: "")), Doubt(fault: .takeAndAnswer(status: 200, body: "<html>")),
        Doubt(fault: .takeAndAnswer(status: 200, body: String(repeating: " ", count: 100_000))),
    ]

    @Test(arguments: doubts)
    func `after a doubtful answer the same bytes go again and the server recognises them`(_ doubt: Doubt) async throws {
        try await CloudSite.with { site in
            site.cloud.inject(doubt.fault)
            let scratch = MemoryScratch()
            let error = try await site.uplink().failToDeliver(Entry.finals(3), scratch: scratch)
            #expect(error?.course == .backOff)

            // The daemon was restarted meanwhile, the time zone set anew, and more sessions have ended.
            let delivery = try await site.uplink(zone: "Asia/Tokyo").deliver(Entry.finals(5), scratch: scratch)
            #expect(verdicts(delivery) == [.duplicate, .duplicate, .duplicate])
            #expect(delivery.through == 3)
            #expect(delivery.remarks.isEmpty)
            let bodies = site.cloud.books.requests.map(\.body)
            #expect(bodies.count == 2)
            #expect(bodies.first == bodies.last)
            #expect(site.cloud.books.sessions.count == 3)
        }
    }

    @Test func `an answer that takes too long is not waited for`() async throws {
        try await CloudSite.with { site in
            site.cloud.inject(.delay(.hours(24)))
            let scratch = MemoryScratch()
            let uplink = try site.uplink()
            async let failure = uplink.failToDeliver(Entry.finals(2), scratch: scratch)
            await site.clock.sleepers(1)
            var events = site.cloud.events.makeAsyncIterator()
            _ = await events.next()
            site.clock.advance(by: HTTPPoster.totalLimit)
            #expect(await failure?.course == .backOff)
            let delivery = try await uplink.deliver(Entry.finals(2), scratch: scratch)
            #expect(verdicts(delivery) == [.duplicate, .duplicate])
            #expect(delivery.remarks.isEmpty)
        }
    }

    @Test func `a kill between answer and commit makes duplicates, which are done`() async throws {
        try await CloudSite.with { site in
            let scratch = MemoryScratch()
            _ = try await site.uplink().deliver(Entry.finals(2), scratch: scratch)
            // What was returned is never committed.
            let delivery = try await site.uplink().deliver(Entry.finals(2), scratch: scratch)
            #expect(verdicts(delivery) == [.duplicate, .duplicate])
            #expect(delivery.remarks.isEmpty)
            #expect(site.cloud.books.sessions.count == 2)
        }
    }

    @Test(arguments: 0..<6)
    func `a power cut at any save leaves each session in the cloud once`(_ saves: Int) async throws {
        try await CloudSite.with { site in
            site.cloud.edit { $0.dislikes = { $0.tenthsOfKilowattHour == 11 } }
            site.cloud.inject(.takeAndDrop)
            let dying = MemoryScratch(lastsFor: saves)
            let uplink = try site.uplink()
            for _ in 0..<3 where await uplink.failToDeliver(Entry.finals(4), scratch: dying) == nil { break }

            let scratch = MemoryScratch(dying.bytes)
            _ = try await site.uplink().failToDeliver(Entry.finals(4), scratch: scratch)
            let delivery = try await site.uplink().deliver(Entry.finals(4), scratch: scratch)
            #expect(Set(site.cloud.books.sessions.map(\.tenthsOfKilowattHour)) == [10, 12, 13])
            #expect(site.cloud.books.sessions.count == 3)
            #expect(delivery.outcomes.filter { if case .parked = $0.verdict { true } else { false } }.map(\.seq) == [2])
            #expect(delivery.remarks.isEmpty)
        }
    }

    @Test func `a refused key stops everything until there is another`() async throws {
        try await CloudSite.with { site in
            site.cloud.edit { $0.keys = ["cr_live_new"] }
            let scratch = MemoryScratch()
            let uplink = try site.uplink()
            for _ in 0..<5 {
                let error = await uplink.failToDeliver(Entry.finals(1), scratch: scratch)
                #expect(error?.course == .needsPerson(lookAgainAfter: ChargeReport.keyGlance))
                #expect(error?.trouble.code == "key")
                site.wallClock.advance(by: ChargeReport.keyGlance)
            }
            #expect(site.cloud.books.requests.map(\.status) == [401], "the refused key is not tried again at once")

            site.wallClock.advance(by: ChargeReport.probeInterval)
            _ = await uplink.failToDeliver(Entry.finals(1), scratch: scratch)
            #expect(site.cloud.books.requests.count == 2, "but once an hour")

            try site.setKey("cr_live_new")
            let delivery = try await uplink.deliver(Entry.finals(1), scratch: scratch)
            #expect(verdicts(delivery) == [.accepted])
        }
    }

    @Test func `a key that cannot be read needs a person and no request`() async throws {
        try await CloudSite.with { site in
            try FileManager.default.removeItem(at: site.keyFile)
            let error = try await site.uplink().failToDeliver(Entry.finals(1), scratch: MemoryScratch())
            #expect(error?.course == .needsPerson(lookAgainAfter: ChargeReport.keyGlance))
            #expect(error?.trouble.summary.contains(site.keyFile.path) == true)
            #expect(site.cloud.books.requests.isEmpty)
        }
    }

    struct Misdirection: Sendable, CustomTestStringConvertible {
        var status: Int
        var testDescription: String { "\(status)" }
    }

    @Test(arguments: [301, 302, 307, 308, 403, 404, 410].map(Misdirection.init))
    func `the key follows no redirect and insists nowhere`(_ test: Misdirection) async throws {
        try await CloudSite.with { site in
            try await CloudSite.with { elsewhere in
                let location = elsewhere.endpoint.description
                site.cloud.inject(.answer(status: test.status, headers: ["Location": location]))
                let uplink = try site.uplink()
                let scratch = MemoryScratch()
                for _ in 0..<2 {
                    let error = await uplink.failToDeliver(Entry.finals(1), scratch: scratch)
                    #expect(error?.course == .needsPerson(lookAgainAfter: ChargeReport.keyGlance))
                    #expect(error?.trouble.code == "address")
                }
                #expect(site.cloud.books.requests.count == 1)
                #expect(elsewhere.cloud.books.requests.isEmpty)
            }
        }
    }

    @Test func `request 101 of an hour is answered 429 and the next hour is waited for`() async throws {
        try await CloudSite.with(requestsPerHour: 1) { site in
            let uplink = try site.uplink()
            _ = try await uplink.deliver(Entry.finals(1), scratch: MemoryScratch())
            let scratch = MemoryScratch()
            let error = await uplink.failToDeliver(Entry.finals(2), scratch: scratch)
            // 20:26:40 UTC: 33 min 20 s are left of the hour, and 5 s is the least that is added.
            #expect(error?.course == .wait(.seconds(2005)))
            site.wallClock.advance(by: .seconds(2000))
            let again = try await site.uplink().failToDeliver(Entry.finals(2), scratch: scratch)
            #expect(again?.course == .wait(.seconds(5)), "the pause outlives a restart")
            #expect(site.cloud.books.requests.map(\.status) == [200, 429])
            site.wallClock.advance(by: .seconds(5))
            let delivery = try await uplink.deliver(Entry.finals(2), scratch: scratch)
            #expect(delivery.outcomes.count == 2)
        }
    }

    @Test func `a Retry-After beyond the hour is kept`() async throws {
        try await CloudSite.with { site in
            site.cloud.inject(.answer(status: 429, headers: ["Retry-After": "7200"]))
            let error = try await site.uplink().failToDeliver(Entry.finals(1), scratch: MemoryScratch())
            #expect(error?.course == .wait(.seconds(7200)))
        }
    }

    @Test func `no more than ninety requests go in an hour, restarts and set clocks included`() async throws {
        try await CloudSite.with { site in
            let scratch = MemoryScratch()
            // 120 sessions, each in a request of its own: the first answer makes requests smaller and smaller.
            for size in [100, 50, 25, 12, 6, 3] where size > 1 { site.cloud.inject(.answer(status: 413)) }
            let error = try await site.uplink().failToDeliver(Entry.finals(120), scratch: scratch)
            #expect(error?.course == .wait(.hours(1)))
            #expect(error?.trouble.code == "rate")
            #expect(site.cloud.books.requests.count == RequestBudget.limit)

            site.wallClock.set(to: site.wallClock.now.at - .hours(5))
            let again = try await site.uplink().failToDeliver(Entry.finals(120), scratch: scratch)
            #expect(again?.course == .wait(.hours(1)))
            #expect(site.cloud.books.requests.count == RequestBudget.limit)

            site.wallClock.advance(by: .hours(1))
            _ = try await site.uplink().deliver(Entry.finals(120), scratch: scratch)
            #expect(site.cloud.books.sessions.count == 120)
            #expect(site.cloud.books.duplicates == 0)
        }
    }

    @Test func `one bad session among a hundred is parked and the others arrive`() async throws {
        try await CloudSite.with { site in
            site.cloud.edit { $0.dislikes = { $0.tenthsOfKilowattHour == 10 + 41 } }
            let delivery = try await site.uplink().deliver(Entry.finals(100), scratch: MemoryScratch())
            #expect(site.cloud.books.requests.count <= 14)
            #expect(site.cloud.books.sessions.count == 99)
            let parked = delivery.outcomes.filter { $0.verdict != .accepted }
            let reason = #"ChargeReport refused it with 400: {"error":"INVALID_SESSION"}"#
            #expect(parked == [DeliveryOutcome(seq: 42, verdict: .parked(reason: reason))])
        }
    }

    @Test func `a session the server forgot to count is sent again alone`() async throws {
        try await CloudSite.with { site in
            site.cloud.inject(.overlook(1))
            let delivery = try await site.uplink().deliver(Entry.finals(3), scratch: MemoryScratch())
            #expect(verdicts(delivery) == [.duplicate, .duplicate, .accepted])
            #expect(delivery.remarks.isEmpty)
            #expect(site.cloud.books.requests.count == 4)
            #expect(site.cloud.books.sessions.count == 3)
        }
    }

    @Test func `an answer in many small pieces is an answer`() async throws {
        try await CloudSite.with { site in
            site.cloud.inject(.drip)
            let delivery = try await site.uplink().deliver(Entry.finals(1), scratch: MemoryScratch())
            #expect(verdicts(delivery) == [.accepted])
        }
    }

    @Test func `no server means patience, and no doubt`() async throws {
        try await CloudSite.with { site in
            let scratch = MemoryScratch()
            let nowhere = try ChargeReportEndpoint(base: "http://127.0.0.1:1")
            let error = try await site.uplink(endpoint: nowhere).failToDeliver(Entry.finals(1), scratch: scratch)
            #expect(error?.course == .backOff)
            #expect(error?.trouble.code == "connection")
            #expect(error?.trouble.summary.contains("cannot be reached") == true)
            let delivery = try await site.uplink().deliver(Entry.finals(1), scratch: scratch)
            #expect(verdicts(delivery) == [.accepted])
        }
    }

    @Test func `two wallboxes that look the same to the server are reported`() async throws {
        try await CloudSite.with { site in
            let twins = [Entry.final(.sample(station: "CP1"), seq: 1), Entry.final(.sample(station: "CP2"), seq: 2)]
            let delivery = try await site.uplink().deliver(twins, scratch: MemoryScratch())
            #expect(delivery.remarks.map(\.code) == ["duplicates"])
            #expect(site.logs.lines.contains { $0.contains("duplicates") && $0.contains("[1, 2]") })
        }
    }

    @Test func `a memory that cannot be read begins anew and waits an hour`() async throws {
        try await CloudSite.with { site in
            let scratch = MemoryScratch(Array("{".utf8))
            let uplink = try site.uplink()
            #expect(await uplink.failToDeliver(Entry.finals(1), scratch: scratch)?.course == .wait(.hours(1)))
            site.wallClock.advance(by: .hours(1))
            let delivery = try await uplink.deliver(Entry.finals(1), scratch: scratch)
            #expect(verdicts(delivery) == [.accepted])
        }
    }

    @Test func `the key is nowhere but in the header, even if the server repeats it`() async throws {
        try await CloudSite.with { site in
            let echo = String(repeating: "x", count: 190) + CloudSite.key + CloudSite.key
            var seen: [String] = []
            let answers = [200, 302, 400, 401, 413, 422, 429, 500].map {
                CloudFault.answer(status: $0, body: echo, headers: ["Retry-After": CloudSite.key])
            }
            for fault in answers + [.drop, .takeAndDrop] {
                site.cloud.inject(fault)
                let scratch = MemoryScratch()
                do {
                    let delivery = try await site.uplink().deliver(Entry.finals(1), scratch: scratch)
                    seen.append("\(delivery)")
                } catch {
                    seen.append("\(error)")
                }
                seen.append(String(decoding: scratch.bytes ?? [], as: UTF8.self))
            }
            #expect(seen.count == 20)
            for text in seen + site.logs.lines { #expect(!text.contains("cr_live")) }
        }
    }
}
