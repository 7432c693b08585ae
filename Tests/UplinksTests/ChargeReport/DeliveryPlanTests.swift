import Charging
import FoundationEssentials
import Testing

@testable import Uplinks

@Suite struct DeliveryPlanTests {
    private func plan(_ count: Int64, largestRequest: Int = 100) throws -> DeliveryPlan {
        DeliveryPlan(Entry.finals(count), rules: try .sample(), largestRequest: largestRequest)
    }

    /// Takes one answer, with a limit that nobody looks at.
    private func answer(_ plan: inout DeliveryPlan, _ reading: ResponseReading) -> Consequence {
        var largest = 100
        _ = plan.begin()
        return plan.take(reading, largestRequest: &largest)
    }

    /// Answers every request as a server does that refuses those with a bad session. Returns how many it took.
    private func run(_ plan: inout DeliveryPlan, bad: Set<Int64>) -> Int {
        var requests = 0
        while !plan.isDone, requests < 1000 {
            let isBad = !bad.isDisjoint(with: plan.nextSeqs)
            let count = plan.nextSeqs.count
            requests += 1
            let consequence = answer(
                &plan, isBad ? .refused(status: 400, text: "bad") : .counted(accepted: count, duplicates: 0))
            #expect(consequence == .goOn)
        }
        return requests
    }

    private func restarted(_ plan: DeliveryPlan) throws -> DeliveryPlan {
        try JSONDecoder().decode(DeliveryPlan.self, from: JSONEncoder().encode(plan))
    }

    @Test func `101 sessions are two requests`() throws {
        var plan = try plan(101)
        #expect(plan.segments.map(\.count) == [100, 1])
        #expect(run(&plan, bad: []) == 2)
        #expect(plan.decisions.map(\.seq) == Array(1...101))
        #expect(plan.through == 101)
    }

    @Test func `the body is the sealed items between brackets`() throws {
        var plan = try plan(2)
        let items = plan.items.map(\.json)
        #expect(plan.begin() == #"{"sessions":["# + items[0] + "," + items[1] + "]}")
    }

    @Test func `a restart repeats the same bytes even in another time zone`() throws {
        var plan = try plan(3)
        let body = plan.begin()
        var again = try restarted(plan)
        #expect(again.begin() == body)
        let elsewhere = DeliveryPlan(Entry.finals(3), rules: try .sample(zone: "Asia/Tokyo"), largestRequest: 100)
        #expect(elsewhere.items != plan.items, "or this test could not fail")
    }

    @Test func `one bad session among a hundred is found within 14 requests, wherever it is`() throws {
        for bad in Int64(1)...100 {
            var plan = try plan(100)
            let requests = run(&plan, bad: [bad])
            #expect(requests <= 14, "session \(bad) took \(requests)")
            let parked = plan.decisions.filter { $0.verdict != .accepted }
            #expect(parked == [Decision(seq: bad, verdict: .parked("ChargeReport refused it with 400: bad"))])
            #expect(plan.decisions.count == 100)
        }
    }

    @Test(arguments: [[1, 2], [1, 100], [50, 51], [13, 77], [99, 100]])
    func `two bad sessions are both found and nothing else is parked`(_ bad: Set<Int64>) throws {
        var plan = try plan(100)
        _ = run(&plan, bad: bad)
        #expect(Set(plan.decisions.filter { $0.verdict != .accepted }.map(\.seq)) == bad)
        #expect(Set(plan.decisions.map(\.seq)) == Set(1...100))
    }

    @Test func `even if all are bad, it ends`() throws {
        var plan = try plan(100)
        #expect(run(&plan, bad: Set(1...100)) <= 199)
        #expect(plan.decisions.count == 100)
    }

    @Test func `counts that do not add up are asked for one by one`() throws {
        var plan = try plan(3)
        #expect(answer(&plan, .counted(accepted: 1, duplicates: 1)) == .goOn)
        #expect(plan.segments.map(\.count) == [1, 1, 1])
        #expect(answer(&plan, .counted(accepted: 0, duplicates: 1)) == .goOn)
        #expect(answer(&plan, .counted(accepted: 1, duplicates: 0)) == .goOn)
        #expect(answer(&plan, .counted(accepted: 0, duplicates: 0)) == .goOn)
        #expect(plan.isDone)
        #expect(plan.decisions.prefix(2).map(\.verdict) == [.duplicate, .accepted])
        guard case .parked = plan.decisions[2].verdict else {
            Issue.record("\(plan.decisions[2])")
            return
        }
    }

    @Test func `counts above what was sent are not believed`() throws {
        var plan = try plan(2)
        guard case .backOff = answer(&plan, .counted(accepted: 2, duplicates: 1)) else {
            Issue.record("believed")
            return
        }
        #expect(plan.decisions.isEmpty)
    }

    @Test func `duplicates at the first attempt are suspicious`() throws {
        var plan = try plan(2)
        #expect(answer(&plan, .counted(accepted: 1, duplicates: 1)) == .goOnSuspecting([1, 2]))
        #expect(plan.isDone)
    }

    static let doubtful: [ResponseReading] = [
        .lost("timeout"), .serverTrouble(status: 502), .unreadable("<html>"),
    ]

    @Test(arguments: doubtful)
    func `after a doubtful answer duplicates are what one expects`(_ reading: ResponseReading) throws {
        var plan = try plan(2)
        let body = plan.begin()
        var largest = 100
        guard case .backOff = plan.take(reading, largestRequest: &largest) else {
            Issue.record("it must be tried again")
            return
        }
        #expect(plan.begin() == body)
        #expect(plan.take(.counted(accepted: 0, duplicates: 2), largestRequest: &largest) == .goOn)
        #expect(plan.decisions.map(\.verdict) == [.duplicate, .duplicate])
    }

    @Test func `after a crash between request and answer duplicates are what one expects`() throws {
        var plan = try plan(2)
        let body = plan.begin()
        var again = try restarted(plan)
        #expect(again.begin() == body)
        var largest = 100
        #expect(again.take(.counted(accepted: 0, duplicates: 2), largestRequest: &largest) == .goOn)
    }

    @Test func `a request that was not sent leaves no doubt`() throws {
        var plan = try plan(2)
        guard case .backOff = answer(&plan, .unreached("refused")) else {
            Issue.record("it must be tried again")
            return
        }
        #expect(answer(&plan, .counted(accepted: 0, duplicates: 2)) == .goOnSuspecting([1, 2]))
    }

    @Test(arguments: [400, 413])
    func `a request too large makes all following ones smaller`(_ status: Int) throws {
        var plan = try plan(150)
        var largest = 100
        _ = plan.begin()
        #expect(plan.take(.tooLarge(status: status), largestRequest: &largest) == .goOn)
        #expect(largest == 50)
        #expect(plan.segments.map(\.count) == [50, 50, 50])
        #expect(plan.items.count == 150)
    }

    @Test func `a single session that is too large needs a person`() throws {
        var plan = try plan(1)
        guard case .stop = answer(&plan, .tooLarge(status: 413)) else {
            Issue.record("it would go on for ever")
            return
        }
        #expect(!plan.isDone)
    }

    @Test func `a damaged arrival is repeated once and then needs a person`() throws {
        var plan = try plan(2)
        guard case .backOff = answer(&plan, .damaged), case .stop = answer(&plan, .damaged) else {
            Issue.record("\(plan)")
            return
        }
    }

    @Test func `a second unreadable answer is told to a person`() throws {
        var plan = try plan(2)
        let first = answer(&plan, .unreadable("<html>"))
        let second = answer(&plan, .unreadable("<html>"))
        #expect(first != second)
        #expect(!plan.isDone)
    }

    static let refusals: [ResponseReading] = [
        .keyRefused(text: "INVALID_API_KEY"), .misdirected(status: 404, text: ""), .misdirected(status: 302, text: ""),
    ]

    @Test(arguments: refusals)
    func `being turned away stops everything and loses nothing`(_ reading: ResponseReading) throws {
        var plan = try plan(2)
        guard case .stop = answer(&plan, reading) else {
            Issue.record("\(reading)")
            return
        }
        #expect(plan.nextSeqs == [1, 2])
    }

    @Test func `too many requests is a pause`() throws {
        var plan = try plan(2)
        #expect(answer(&plan, .tooMany(retryAfter: .seconds(7))) == .pause(atLeast: .seconds(7)))
        #expect(plan.nextSeqs == [1, 2])
    }

    @Test func `withheld and parked sessions make no request`() throws {
        let entries = [
            Entry.final(.sample(0, wattHours: 10), seq: 4), Entry.final(.sample(1, wattHours: nil), seq: 9),
        ]
        let plan = DeliveryPlan(entries, rules: try .sample(), largestRequest: 100)
        #expect(plan.isDone)
        #expect(plan.decisions.map(\.seq) == [4, 9])
        #expect(plan.through == 9)
    }
}
