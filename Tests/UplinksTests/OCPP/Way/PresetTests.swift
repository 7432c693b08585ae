import Charging
import Journal
import OCPP
import Simulator
import Testing

@testable import Uplinks

/// Every preset against a strict simulation of its cloud, which notes what that cloud cannot work with.
@Suite(.timeLimit(.minutes(1))) struct PresetTests {
    struct Cloud: Sendable, CustomTestStringConvertible {
        var name: String
        var version: CSMSWay.Version
        var testDescription: String { "\(name) \(version.rawValue)" }

        init(_ name: String, _ version: CSMSWay.Version = .ocpp16) { (self.name, self.version) = (name, version) }
    }

    static let clouds = [
        Cloud("generic"), Cloud("generic", .ocpp201), Cloud("generic", .ocpp21), Cloud("chargereport"), Cloud("joulo"),
        Cloud("citrineos"), Cloud("citrineos", .ocpp201), Cloud("steve"),
    ]

    @Test(arguments: clouds)
    func `sessions before, during and after an outage arrive whole, with nothing the cloud does not take`(
        _ cloud: Cloud
    ) async throws {
        try await WaySite.with(.init(cloud.name, cloud.version)) { site in
            await site.way.isOnline()
            try await site.charge()
            await site.know { $0.stops.count == 1 }
            site.csms.set(.dead)
            await site.know { !$0.isConnected }
            await site.way.isAway()
            try await site.charge()
            site.csms.set(nil)
            await site.way.comeBack()
            await site.know { $0.stops.count == 2 }
            try await site.charge()
            await site.know { $0.stops.count == 3 }

            let books = site.books
            #expect(books.transactions.map(\.energy) == [5000, 5000, 5000])
            #expect(books.transactions.map(\.startsTold) == [1, 1, 1])
            #expect(books.transactions.map(\.valuesCount) == [1, 1, 1])
            #expect(books.transactions.map(\.id) == books.stops)
            #expect(books.subprotocol == "ocpp\(cloud.version.rawValue)")
            if cloud.version != .ocpp16 {
                #expect(books.transactions.map(\.offlineSeqNos.isEmpty) == [true, false, true])
            }
            #expect(books.violations == [])
            #expect(books.refusals == [:])
            #expect(books.discarded == [])
            #expect(try await site.site.journal.parkedCount(of: site.way.lane.name) == 0)
        }
    }

    @Test func `where 2.1 is wanted and 2.0.1 is spoken, that is agreed on`() async throws {
        var setup = WaySite.Setup("generic", .ocpp21)
        setup.habits = .generic201.speaking([.ocpp201])
        try await WaySite.with(setup) { site in
            await site.way.isOnline()
            try await site.charge()
            await site.know { $0.stops.count == 1 }
            #expect(site.books.subprotocol == "ocpp2.0.1")
            #expect(site.books.violations == [])
        }
    }

    @Test(arguments: clouds)
    func `the path to a cloud that hides it is in no log`(_ cloud: Cloud) async throws {
        try await WaySite.with(.init(cloud.name, cloud.version)) { site in
            await site.way.isOnline()
            site.csms.set(.dead)
            await site.way.isAway()
            let obstacle = await site.way.outcome()
            let shown = (site.way.logs.lines + ["\(String(describing: obstacle))"]).joined(separator: "\n")
            #expect(shown.contains("127.0.0.1"))
            #expect(!shown.contains("tok-CP1") && !shown.contains(WaySite.password))
        }
    }
}
