import Charging
import Journal
import Simulator
import Testing

@testable import Uplinks

/// What ChargeReport's gateway, Joulo and SteVe need beyond the standard. Where that matters, the generic preset shows
/// what would become of it.
@Suite(.timeLimit(.minutes(1))) struct CloudWayTests {
    // ChargeReport

    private static let five: Set = [
        "BootNotification", "Heartbeat", "StartTransaction", "StopTransaction", "MeterValues",
    ]

    @Test(arguments: [nil, "generic"])
    func `ChargeReport is told in five messages, and asked about no tag`(_ preset: String?) async throws {
        try await WaySite.with(.init("chargereport", preset: preset)) { site in
            await site.way.isOnline()
            #expect(await site.way.lane.authorize("TAG") == nil)
            try await site.charge()
            try await site.site.say(
                .transferred(DataTransfer(vendor: "V")))
            try await site.site.say(.security(SecurityEvent(type: "SettingSystemTime")))
            try await site.charge()
            await site.know { $0.stops.count == 2 }
            #expect(Set(site.books.messages.map(\.action)).isSubset(of: Self.five))
            #expect(site.books.transactions.map(\.energy) == [5000, 5000])
            let refused = Set(site.books.refusals.keys)
            #expect(refused.isEmpty == (preset == nil), "others say what it does not take: \(refused)")
            if preset != nil { #expect(refused.isSuperset(of: ["Authorize", "StatusNotification"])) }
        }
    }

    // Joulo

    @Test(arguments: [nil, "generic"])
    func `Joulo's latest_meter_wh is what the MID meter shows, in sessions and between them`(
        _ preset: String?
    ) async throws {
        var setup = WaySite.Setup("joulo", preset: preset)
        setup.meter = "garage"
        try await WaySite.with(setup) { site in
            await site.way.isOnline()
            try await site.site.read("500000.4")
            if preset == nil { await site.know { $0.latestMeterWattHours == 500_000 } }
            // The wallbox's own register says 1000, 3500 and 6000.
            let transaction = try await site.site.start()
            await site.know { $0.transactions.count == 1 }
            site.site.wallClock.advance(by: .minutes(20))
            try await site.site.read("502500.6")
            await site.know { $0.latestMeterWattHours == 502_500 }
            try await site.site.end(transaction)
            try await site.site.read("505000.8")
            // The stop is told with what was charged, and after it the register as it is.
            let last: Int64 = preset == nil ? 505_001 : 505_000
            await site.know { $0.stops.count == 1 && $0.latestMeterWattHours == last }
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(!site.books.payloads("MeterValues").contains { $0.contains("3500") })
            // What it consumes by itself.
            site.site.wallClock.advance(by: .minutes(20))
            try await site.site.read("505002.6")
            try await site.site.say(.status(ConnectorStatus(evse: 1, state: .faulted)))
            await site.know { $0.statuses[1] == "Faulted" }
            #expect(site.books.latestMeterWattHours == (preset == nil ? 505_003 : 505_000))
            #expect(site.books.violations == [])
            #expect(site.books.refusals == [:])
        }
    }

    // SteVe

    @Test(arguments: Lane.LateRefusal.allCases)
    func `SteVe has the sessions of tags it does not know, which go on or are stopped as configured`(
        _ lateRefusal: Lane.LateRefusal
    ) async throws {
        var setup = WaySite.Setup("steve")
        setup.controls = true
        setup.lateRefusal = lateRefusal
        try await WaySite.with(setup) { site in
            await site.way.isOnline()
            let transaction = try await site.site.start(tag: "STRANGER")
            if lateRefusal == .stop { await site.way.control.commands(1) }
            await site.know { $0.transactions.count == 1 }
            try await site.site.end(transaction)
            await site.know { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.verdict) == ["Invalid"])
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.way.control.commands.count == (lateRefusal == .stop ? 1 : 0))
            #expect(site.books.violations == [])
            #expect(try await site.site.journal.parkedCount(of: site.way.lane.name) == 0)
        }
    }

    @Test(arguments: ["steve", "generic", "joulo", "chargereport"])
    func `a start whose answer was lost is told again to the letter, and is known again`(_ cloud: String) async throws {
        try await WaySite.with(.init(cloud)) { site in
            try await site.loseAnswer(to: "StartTransaction")
            await site.know { $0.stops.count == 1 }
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.books.transactions.map(\.startsTold) == [2])
            #expect(site.books.refusals == [:])
            #expect(site.books.violations == [])
        }
    }

    @Test(arguments: ["steve", "generic", "joulo", "chargereport"])
    func `a stop whose answer was lost is told again, and ends nothing twice`(_ cloud: String) async throws {
        try await WaySite.with(.init(cloud)) { site in
            try await site.loseAnswer(to: "StopTransaction")
            await site.know { $0.transactions.first?.stopsTold == 2 }
            #expect(site.books.stops.count == 1)
            #expect(site.books.transactions.map(\.energy) == [5000])
            #expect(site.books.violations == [])
        }
    }
}
