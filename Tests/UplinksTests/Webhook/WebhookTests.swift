import Charging
import FoundationEssentials
import Journal
import Simulator
import Testing
import Trust

@testable import Uplinks

@Suite struct WebhookTests {
    private func verdicts(_ delivery: Delivery) -> [DeliveryOutcome.Verdict] { delivery.outcomes.map(\.verdict) }

    private func failure(_ webhook: Webhook, _ entries: [Entry], _ scratch: MemoryScratch) async -> DeliveryError? {
        do {
            _ = try await webhook.deliver(entries, scratch: scratch)
            return nil
        } catch {
            return error
        }
    }

    private func reading(_ seq: Int64) -> Entry {
        let reading = MeterReading(
            meter: "garage", serialNumber: "4711", at: Session.beginning,
            registers: [.init(obis: .energyImport, value: ExactDecimal("1234567.8")!, unit: "Wh", raw: "00")])
        return Entry(
            seq: seq, stamp: .at(.zero), subject: .meter("garage"),
            fact: .reading(JudgedReading(reading: reading, judgement: .normal)))
    }

    @Test func `sessions and readings arrive in one document that says which they are`() async throws {
        try await WebhookSite.with { site in
            let entries = [Entry.final(.sample(wattHours: 7345), seq: 5), reading(6)]
            let delivery = try await site.webhook().deliver(entries, scratch: MemoryScratch())
            #expect(verdicts(delivery) == [.accepted, .accepted])
            #expect(delivery.through == 6)
            let body = try #require(site.receiver.posts.first?.body)
            #expect(body.hasPrefix(#"{"first":5,"last":6,"readings":[{"at":"#))
            #expect(body.contains(#""value":"1234567.8""#))
            #expect(body.contains(#""wattHours":7345"#))
        }
    }

    @Test func `one document after the other goes over one connection, and over a new one where that was lost`()
        async throws
    {
        try await WebhookSite.with { site in
            let (webhook, scratch) = (site.webhook(), MemoryScratch())
            for seq in 1...3 { _ = try await webhook.deliver([.final(.sample(), seq: Int64(seq))], scratch: scratch) }
            #expect(Set(site.receiver.posts.map(\.port)).count == 1)
            site.receiver.answer(.drop)
            #expect(await failure(webhook, [.final(.sample(), seq: 4)], scratch)?.course == .backOff)
            _ = try await webhook.deliver([.final(.sample(), seq: 4)], scratch: scratch)
            #expect(Set(site.receiver.posts.map(\.port)).count == 2)
            #expect(site.receiver.posts.map(\.status) == [200, 200, 200, 0, 200])
        }
    }

    @Test func `the signature is the body's, made with the secret at that second`() async throws {
        try await WebhookSite.with { site in
            _ = try await site.webhook().deliver(Entry.finals(1), scratch: MemoryScratch())
            let post = try #require(site.receiver.posts.first)
            let second = site.wallClock.now.at.microseconds / 1_000_000
            let mark = HMACSHA256.mark(Array("\(second).\(post.body)".utf8), key: Array(WebhookSite.secret.utf8))
            let digits = mark.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
            #expect(post.signature == "t=\(second),v1=\(digits)")
        }
    }

    @Test func `a document whose answer was lost is sent again byte for byte`() async throws {
        try await WebhookSite.with { site in
            site.receiver.answer(.drop)
            let scratch = MemoryScratch()
            #expect(await failure(site.webhook(), Entry.finals(2), scratch)?.course == .backOff)
            // A third session came meanwhile, and the daemon was started anew.
            let delivery = try await site.webhook().deliver(Entry.finals(3), scratch: scratch)
            #expect(delivery.through == 2)
            let bodies = site.receiver.posts.map(\.body)
            #expect(bodies.count == 2)
            #expect(bodies.first == bodies.last)
        }
    }

    @Test func `only the record that is refused is parked, with the receiver's words`() async throws {
        try await WebhookSite.with { site in
            site.receiver.dislike(#""wattHours":1300"#)
            let delivery = try await site.webhook().deliver(Entry.finals(6), scratch: MemoryScratch())
            #expect(delivery.outcomes.map(\.seq) == [1, 2, 3, 4, 5, 6])
            let parked = DeliveryOutcome.Verdict.parked(reason: "it was refused with 422: noted")
            #expect(verdicts(delivery) == [.accepted, .accepted, .accepted, parked, .accepted, .accepted])
        }
    }

    @Test(arguments: 0..<6)
    func `a power cut at any save sends no record in two ways`(_ saves: Int) async throws {
        try await WebhookSite.with { site in
            site.receiver.dislike(#""wattHours":1100"#)
            let dying = MemoryScratch(lastsFor: saves)
            _ = await failure(site.webhook(), Entry.finals(4), dying)
            let delivery = try await site.webhook().deliver(Entry.finals(4), scratch: MemoryScratch(dying.bytes))
            #expect(delivery.outcomes.count == 4)
            // Whatever was taken twice is the same document.
            let taken = site.receiver.posts.filter { $0.status == 200 }.map(\.body)
            for entry in [1, 3, 4] as [Int64] {
                #expect(Set(taken.filter { $0.contains("\"seq\":\(entry),") }).count == 1)
            }
        }
    }

    @Test(arguments: [401, 403, 404, 302])
    func `an answer that only a person can mend waits for one`(_ status: Int) async throws {
        try await WebhookSite.with { site in
            site.receiver.answer(.status(status))
            let error = await failure(site.webhook(), Entry.finals(1), MemoryScratch())
            #expect(error?.course == .needsPerson(lookAgainAfter: Webhook.glance))
            #expect(error?.trouble.summary.contains("\(status)") == true)
        }
    }

    @Test func `a busy receiver is left alone as long as it asks for`() async throws {
        try await WebhookSite.with { site in
            site.receiver.answer(.status(503, headers: ["Retry-After": "120"]), .status(500))
            #expect(await failure(site.webhook(), Entry.finals(1), MemoryScratch())?.course == .wait(.seconds(120)))
            #expect(await failure(site.webhook(), Entry.finals(1), MemoryScratch())?.course == .backOff)
        }
    }

    @Test func `sessions of other stations stay here`() async throws {
        try await WebhookSite.with { site in
            let entries = [
                Entry.final(.sample(0, station: "CP1"), seq: 1), .final(.sample(1, station: "CP2"), seq: 2),
            ]
            let withheld = DeliveryOutcome.Verdict.withheld(reason: "it is not sent here")
            let mixed = try await site.webhook(stations: ["CP1"]).deliver(entries, scratch: MemoryScratch())
            #expect(verdicts(mixed) == [.accepted, withheld])
            #expect(site.receiver.posts.first?.body.contains("CP1") == true)
            #expect(site.receiver.posts.allSatisfy { !$0.body.contains("CP2") })
            let delivery = try await site.webhook(stations: ["CP3"]).deliver(entries, scratch: MemoryScratch())
            #expect(verdicts(delivery) == [withheld, withheld])
            #expect(site.receiver.posts.count == 1)
        }
    }

    @Test(arguments: ["", "too short"])
    func `without a secret worth the name nothing is sent`(_ secret: String) async throws {
        try await WebhookSite.with { site in
            try site.write(secret: secret)
            let error = await failure(site.webhook(), Entry.finals(1), MemoryScratch())
            #expect(error?.course == .needsPerson(lookAgainAfter: Webhook.glance))
            #expect(site.receiver.posts.isEmpty)
        }
    }

    @Test func `nobody listening is no one's fault and costs nothing`() async throws {
        try await WebhookSite.with { site in
            // Port 9 of this machine, where nobody is.
            let error = await failure(site.webhook(url: "http://127.0.0.1:9/"), Entry.finals(1), MemoryScratch())
            #expect(error?.course == .backOff)
        }
    }

    @Test func `the secret never prints itself`() throws {
        let secret = try #require(WebhookSecret(WebhookSite.secret))
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] { #expect(!text.contains("receiver")) }
    }
}
